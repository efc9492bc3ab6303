#!/usr/bin/env bash
# Builds the wheel, checks what is in it, and runs the unit tests against it away from the checkout.
set -euo pipefail
python=$(realpath -s "$1")
root=$(pwd)
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT

"$python" -m build --quiet --wheel --no-isolation --outdir "$away/dist" .
"$python" - "$away"/dist/*.whl <<'PY'
import sys
import zipfile

names = zipfile.ZipFile(sys.argv[1]).namelist()
roots = {name.split("/")[0].split("-")[0] for name in names}
assert roots == {"streams", "agents", "storywire"}, f"the wheel holds more than it should: {roots}"
for needed in ("streams/py.typed", "agents/py.typed", "agents/demo/articles.jsonl"):
    assert needed in names, f"the wheel lacks {needed}"
PY
"$python" -m venv "$away/venv"
"$away/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$away"/dist/*.whl
# The dependencies come from the development environment, but not its editable install: a path
# file adds the folder without reading the path files inside it.
"$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
  > "$("$away/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/dependencies.pth"
cp -r "$root/tests" "$root/pyproject.toml" "$away/"
cd "$away"
"$away/venv/bin/python" -c '
import agents, streams
assert "site-packages" in agents.__file__ and "site-packages" in streams.__file__
'
# What holds documents, samples or the training recipe of the checkout to account has no place here.
ignored=()
for name in test_sample_articles test_schemas test_publisher_families; do
  ignored+=("--ignore=tests/unit/$name.py")
done
for file in $(grep -lE '^(from|import) training' tests/unit/*.py); do
  ignored+=("--ignore=$file")
done
"$away/venv/bin/python" -P -m pytest -q -p no:cacheprovider -m "not kafka and not slow" \
  --override-ini testpaths=tests/unit --override-ini 'addopts=--import-mode=importlib -q' \
  "${ignored[@]}" tests/unit
