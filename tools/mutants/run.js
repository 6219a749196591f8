import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyTree } from './copy-tree.js';
import { mutants } from './mutants.js';
import { runSpecs } from './run-specs.js';

/**
 * `npm run test:mutants`: takes each guard out of a copy of the compiled project and runs the specs that must notice. Prints
 * a line for each mutant and the totals; exit code 1 when one survived or when the project fails as it is.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
/** Two lanes fill two cores, as two workers of Jest do. */
const lanesMax = 2;

const sourceOf = (file) => file.replace('/dist/', '/src/').replace(/[.]js$/, '.ts');

/** What is wrong with a mutant's run, or undefined when each of its specs failed as it must. */
async function survivalOf(folder, { file, find, replace, specs }) {
  // A compiled file outlives its source, and nothing imports it any more.
  if (!existsSync(join(root, sourceOf(file)))) return `there is no ${sourceOf(file)}`;
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const found = text.split(find).length - 1;
  if (found !== 1) return `its text was found ${String(found)} times in ${file}`;
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  try {
    const verdicts = await runSpecs(folder, specs);
    const calm = verdicts.filter(({ verdict }) => verdict !== 'failed');
    return calm.length === 0 ? undefined : calm.map(({ spec, verdict }) => `${spec} ${verdict}`).join(', ');
  } finally {
    writeFileSync(path, text);
  }
}

async function lane(folder, waiting, outcomes) {
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
    const survival = await survivalOf(folder, mutant);
    outcomes.push(survival);
    console.log(survival === undefined ? `caught: ${mutant.name}` : `SURVIVED: ${mutant.name} (${survival})`);
  }
}

async function main(folders) {
  for (const folder of folders) copyTree({ from: root, to: folder });
  const specs = [...new Set(mutants.flatMap((mutant) => mutant.specs))];
  const broken = (await runSpecs(folders[0], specs)).filter(({ verdict }) => verdict !== 'passed');
  for (const { spec, verdict } of broken) console.log(`SURVIVED: no mutant at all (${spec} ${verdict})`);
  const outcomes = broken.map(({ verdict }) => verdict);
  if (broken.length === 0) {
    const waiting = [...mutants];
    await Promise.all(folders.map((folder) => lane(folder, waiting, outcomes)));
  }
  const survived = outcomes.filter((survival) => survival !== undefined).length;
  console.log(`${String(outcomes.length - survived)} caught, ${String(survived)} survived`);
  // .ci/run adds these to its totals: a mutant that was caught is a test that passed.
  const totals = process.env['DATAKEEP_TEST_TOTALS'];
  if (totals) appendFileSync(totals, `${String(outcomes.length - survived)} passed, ${String(survived)} failed\n`);
  process.exitCode = survived === 0 ? 0 : 1;
}

const folders = Array.from({ length: lanesMax }, () => mkdtempSync(join(tmpdir(), 'datakeep-mutants-')));
try {
  await main(folders);
} finally {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
