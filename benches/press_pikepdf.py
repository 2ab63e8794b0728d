"""A booklet by pikepdf: `press_pikepdf.py TARGET ORDER FILE…`; prints how many seconds it took."""

import sys
import time

import pikepdf

target, order, names = sys.argv[1], [int(number) for number in sys.argv[2].split(",")], sys.argv[3:]
started = time.perf_counter()
sources = [pikepdf.open(name) for name in names]
pages = [page for source in sources for page in source.pages]
made = pikepdf.new()
forms = {}
for left in range(0, len(order), 2):
    made.add_blank_page(page_size=(595.28, 841.89))
    objects, content = pikepdf.Dictionary(), []
    for half, number in enumerate(order[left : left + 2]):
        if number < 0:
            continue
        if number not in forms:
            forms[number] = made.copy_foreign(pages[number].as_form_xobject())
        objects[f"/P{half}"] = forms[number]
        content.append(f"q 0.66 0 0 0.66 18 {420 - 402 * half} cm /P{half} Do Q")
    page = made.pages[-1]
    page.Resources = pikepdf.Dictionary(XObject=objects)
    page.Contents = made.make_stream("\n".join(content).encode())
made.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
print(time.perf_counter() - started)
