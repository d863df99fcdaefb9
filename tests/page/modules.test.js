// The modules are joined into one script: what one imports another must export, and no name may be there twice.
import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {test} from "node:test";

const folder = new URL("../../frontier/report/page/", import.meta.url);
const order = /MODULES = \(([^)]*)\)/.exec(readFileSync(new URL("../page.py", folder), "utf8"))[1].match(/\w+/g);
const texts = new Map(order.map(name => [name, readFileSync(new URL(`${name}.js`, folder), "utf8")]));
const exported = text =>
  [...text.matchAll(/^export (?:async )?(?:function|const|let) ([\w$]+)/gm)].map(found => found[1]);
const topmost = text =>
  [...text.matchAll(/^(?:export )?(?:async )?(?:function|const|let) ([\w$]+)/gm)].map(found => found[1]);

test("every module is joined", () => {
  const there = readdirSync(folder).filter(name => name.endsWith(".js"));
  assert.deepEqual(there.sort(), order.map(name => `${name}.js`).sort());
});

test("what is imported is exported", () => {
  for (const [name, text] of texts)
    for (const [, words, from] of text.matchAll(/^import \{([^}]*)\} from "\.\/(\w+)\.js";$/gm))
      for (const word of words.match(/[\w$]+/g))
        assert.ok(exported(texts.get(from)).includes(word), `${name}.js: ${word} from ${from}.js`);
});

test("a name is there once", () => {
  const names = [...texts.values()].flatMap(topmost);
  assert.deepEqual(
    names.filter((name, k) => names.indexOf(name) !== k),
    [],
  );
});
