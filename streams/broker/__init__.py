"""Finding, starting and stopping a Kafka broker for people who have none.

``find.find_broker`` takes the first that works: a URL, a broker that runs already, a Docker engine,
a real Apache Kafka through Java and Maven, and last the in-memory broker of the confluent-kafka
wheel.
"""
