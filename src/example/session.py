# Runs a transcript by doctest; says what became of each prompt that failed, behind a mark of its own.
import doctest
import json
import os
import sys
import traceback

name, mark, largest = sys.argv[1], sys.argv[2], int(sys.argv[3])
out = os.dup(1)
failures = []


def say(**what):
    os.write(out, (mark + json.dumps(what) + "\n").encode())


class Spoof(type(doctest.DocTestRunner()._fakeout)):
    def write(self, text):
        if self.tell() > largest:
            say(too_much=True, prompts=0, failures=[], raised=None)
            os._exit(0)
        return super().write(text)


class Runner(doctest.DocTestRunner):
    def report_failure(self, _, test, example, got):
        failures.append({"line": example.lineno, "want": example.want, "got": got, "error": None})

    def report_unexpected_exception(self, _, test, example, exc_info):
        error = traceback.format_exception_only(exc_info[0], exc_info[1])[-1].strip()
        failures.append({"line": example.lineno, "want": example.want, "got": "", "error": error})


with open(name, encoding="utf-8") as file:
    text = file.read()
try:
    test = doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, name, name, 0)
except ValueError as error:
    say(too_much=False, prompts=-1, failures=[{"line": 0, "want": "", "got": "", "error": str(error)}], raised=None)
    sys.exit()
prompts = len(test.examples)
expected = test.examples[-1].exc_msg if prompts else None
runner = Runner(verbose=False)
runner._fakeout = Spoof()
runner.run(test, out=lambda _: None)
last = failures[-1]["error"] if failures and failures[-1]["line"] == test.examples[-1].lineno else None
raised = last or expected
say(too_much=False, prompts=prompts, failures=failures, raised=raised and raised.split(":")[0].split(".")[-1].strip())
