import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { copyTree } from './copy-tree.js';
import { mutants } from './mutants.js';
import { propertyMutants } from './property-mutants.js';
import { runProperty } from './run-property.js';
import { runSpecs } from './run-specs.js';

/**
 * `npm run test:mutants`: takes each guard out of a copy of the compiled project and runs the specs that must notice, or the
 * property test alone. Prints a line for each mutant and the totals; exit code 1 when one survived or when the project fails
 * as it is. `-- --only <part of a name>` runs some of them.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
/** Two lanes fill two cores, as two workers of Jest do. */
const lanesMax = 2;

const sourceOf = (file) => file.replace('/dist/', '/src/').replace(/[.]js$/, '.ts');

/** What the property test does to notice a mutant; each of its runs can be repeated by its seed. */
const propertyPlan = { seed: 1, runs: 100 };

/** Who noticed: that each of a mutant's specs failed as it must, or that a run of the property test differed. */
async function noticed(folder, { specs }) {
  if (specs !== undefined) {
    const verdicts = await runSpecs(folder, specs);
    const calm = verdicts.filter(({ verdict }) => verdict !== 'failed');
    const by = calm.map(({ spec, verdict }) => `${spec} ${verdict}`).join(', ');
    return calm.length === 0 ? { by: specs.join(', ') } : { survival: by };
  }
  const { verdict, seed, said } = await runProperty(folder, propertyPlan);
  if (verdict === 'differs') return { by: `the property test, --seed ${String(seed)}` };
  return { survival: verdict === 'agrees' ? `${String(propertyPlan.runs)} runs agreed` : `a run fell: ${said.slice(-2_000)}` };
}

/** Who noticed a mutant, or what is wrong with it. */
async function outcomeOf(folder, mutant) {
  const { file, find, replace } = mutant;
  // A compiled file outlives its source, and nothing imports it any more.
  if (!existsSync(join(root, sourceOf(file)))) return { survival: `there is no ${sourceOf(file)}` };
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const found = text.split(find).length - 1;
  if (found !== 1) return { survival: `its text was found ${String(found)} times in ${file}` };
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  try {
    return await noticed(folder, mutant);
  } finally {
    writeFileSync(path, text);
  }
}

async function lane(folder, waiting, outcomes) {
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
    const { by, survival } = await outcomeOf(folder, mutant);
    outcomes.push(survival);
    console.log(survival === undefined ? `caught: ${mutant.name} (${by})` : `SURVIVED: ${mutant.name} (${survival})`);
  }
}

/** What notices something in the project as it is, and then tells nothing about a mutant. */
async function brokenIn([one, other], chosen) {
  const specs = [...new Set(chosen.flatMap((mutant) => mutant.specs ?? []))];
  const [verdicts, property] = await Promise.all([runSpecs(one, specs), runProperty(other, propertyPlan)]);
  const broken = verdicts.filter(({ verdict }) => verdict !== 'passed').map(({ spec, verdict }) => `${spec} ${verdict}`);
  return property.verdict === 'agrees' ? broken : [...broken, `the property test: ${property.said.slice(-2_000)}`];
}

async function main(folders) {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const chosen = [...mutants, ...propertyMutants].filter(({ name }) => name.includes(values.only ?? ''));
  for (const folder of folders) copyTree({ from: root, to: folder });
  const outcomes = await brokenIn(folders, chosen);
  for (const broken of outcomes) console.log(`SURVIVED: no mutant at all (${broken})`);
  if (outcomes.length === 0) {
    const waiting = [...chosen];
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
