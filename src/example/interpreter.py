# Says which interpreter this is, and which of the packages named it does not have: distributions or modules.
import json
import os
import sys


def missing(names):
    import re
    from importlib import metadata, util

    def plain(name):
        return re.sub("[-_.]+", "-", name).lower()

    there = {plain(found.metadata["Name"] or "") for found in metadata.distributions()} if names else set()

    def module(name):
        try:
            return util.find_spec(name) is not None
        except (ImportError, ValueError):
            return False

    return [name for name in names if plain(name.split("[")[0]) not in there and not module(name)]


version = list(sys.version_info[:3])
absent = missing(sys.argv[1:]) if version >= [3, 8] else []
print(json.dumps({"program": os.path.abspath(sys.executable), "version": version, "missing": absent}))
