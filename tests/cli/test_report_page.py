"""The HTML report in a browser (headless Chromium): its figures have their size, their curves and points lie inside them, nothing is asked of the network. Not among the packages of the tests, it takes 290 MB."""
import json
import re
import shutil
import subprocess
import unittest

import tiny_data
import cli_support
from cli_support import CHECKPOINT, CliTest

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LOOK = """<script>
const inside = (outer, e) => { const b = e.getBoundingClientRect();
  return b.left >= outer.left - 1 && b.right <= outer.right + 1 && b.top >= outer.top - 1 && b.bottom <= outer.bottom + 1; };
const figures = [...document.querySelectorAll("figure svg")].map(svg => { const box = svg.getBoundingClientRect();
  const marks = [...svg.querySelectorAll("circle, polyline, rect, text")];
  return {title: svg.querySelector("title").textContent, width: box.width, height: box.height, marks: marks.length,
          inside: marks.filter(m => inside(box, m)).length,
          outside: marks.filter(m => !inside(box, m)).map(m => m.textContent)}; });
const found = {figures, claim: document.querySelector(".claim").innerText, tables: document.querySelectorAll("table").length,
               width: document.documentElement.scrollWidth,
               asked: performance.getEntriesByType("resource").map(e => e.name)};
document.body.innerHTML = "<pre id=found></pre>"; document.getElementById("found").textContent = JSON.stringify(found);
</script>"""


@unittest.skipUnless(BROWSER, "NOT TESTED: the report in a browser needs chromium")
class ReportPage(CliTest):
    def test_it_is_seen(self):
        data = tiny_data.make_idx(self.folder / "fashion", train=100)
        study = self.folder / "tiny.secateur"
        kept = ("--study", study, "--data", data)
        self.answer("evaluate", *kept, "--checkpoint", CHECKPOINT)
        self.answer("sweep", *kept, "--variant", "baseline", "--ratios", "0.5,0.8", "--layers", "conv1,linear")
        self.answer("prune", *kept, "--variant", "baseline", "--amount", 0.6, "--scope", "layer")
        self.answer("evaluate", *kept, "--variant", "pruned")
        page = self.folder / "page.html"
        self.answer("report", "--study", study, "--format", "html", "--out", page)
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("</body>", LOOK + "</body>"), encoding="utf-8")
        seen = subprocess.run([BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,900",
                               f"--user-data-dir={self.folder}/profile", "--dump-dom", page.as_uri()],
                              capture_output=True, text=True, timeout=cli_support.TIMEOUT, check=True).stdout
        found = json.loads(re.search(r'<pre id="found">(.*?)</pre>', seen, re.DOTALL).group(1).replace("&gt;", ">")
                           .replace("&lt;", "<").replace("&amp;", "&"))
        self.assertIn("percentage points", found["claim"])
        self.assertEqual(found["asked"], [])
        self.assertLessEqual(found["width"], 1280)
        self.assertGreaterEqual(found["tables"], 3)
        titles = [figure["title"] for figure in found["figures"]]
        for title in ("Accuracy over size", "Sensitivity of baseline (prune)", "What pruned lost by class"):
            self.assertIn(title, titles)
        for figure in found["figures"]:
            self.assertGreater(figure["width"], 600, figure)
            self.assertGreater(figure["height"], 100, figure)
            self.assertGreater(figure["marks"], 5, figure)
            self.assertEqual(figure["inside"], figure["marks"], figure)


if __name__ == "__main__":
    cli_support.main()
