"""The edge to Kafka for everything but the stages: publishing, reading, topics, offsets.

Only modules of this package (and the stages' agents) import a Kafka client.
"""
