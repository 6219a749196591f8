import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DemoProgram, printedLines, type PrintedQuery } from '../support/demo-program.js';
import { makeFolder, removeFolder } from '../support/index.js';

type Item = Readonly<Record<string, unknown>>;

/** Far more than a server takes to end: it cuts off what is under way after 5 s. */
const pollsMax = 1_000;

let folder: string;
let dataFolder: string;
let demo: DemoProgram;
let printed: string;
let settings: string;
let queries: readonly PrintedQuery[];

beforeAll(async () => {
  folder = makeFolder();
  // A shell would take such a name apart, were it not quoted.
  dataFolder = join(folder, `it's "the" $HOME demo`);
  demo = DemoProgram.start(['--policies', '20', '--data', dataFolder]);
  printed = await demo.printed('until Ctrl-C');
  ({ settings, queries } = printedLines(printed));
});
afterAll(async () => {
  demo.signal('SIGINT');
  await demo.ended;
  removeFolder(folder);
});

/** What curl gives for the line that shows this, pasted into a shell behind the settings; throws unless it is a 200. */
function paste(shows: string): string {
  const query = queries.find((each) => each.shows === shows);
  if (query === undefined) throw new Error(`no line for "${shows}" in ${printed}`);
  const shell = spawnSync('sh', ['-c', `${settings}\n${query.line} -w '\\n%{http_code}'`], { cwd: folder, encoding: 'utf8' });
  expect([shell.status, shell.stderr]).toEqual([0, '']);
  const end = shell.stdout.lastIndexOf('\n');
  expect([shows, shell.stdout.slice(end + 1)]).toEqual([shows, '200']);
  return shell.stdout.slice(0, end);
}

const jsonOf = (shows: string) => JSON.parse(paste(shows)) as Item;
const itemsOf = (shows: string) => jsonOf(shows)['items'] as readonly Item[];
const penceIn = (text: unknown) => Math.round(Number(text) * 100);

/** What each printed line promises. */
const promises: Readonly<Record<string, (shows: string) => void>> = {
  'A policy in London that begins in June, as XML': (shows) => {
    const xml = paste(shows);
    expect(xml).toMatch(/^<\?xml .*\n<policy xmlns="urn:example:home-insurance:1" number="HOM-2026-0000001" version="2">/);
    expect(xml).toMatch(/<riskAddress>[^]*<city>London<\/city>[^]*<\/riskAddress>/);
    expect(xml).toMatch(/<term from="2026-06-\d\d" to="2027-0[56]-\d\d"/);
    expect(xml).toMatch(/<adjustment effective="2026-\d\d-\d\d" reason="contents-sum-raised">/);
  },
  'The same with its metadata, and its content as JSON': (shows) => {
    expect(jsonOf(shows)).toMatchObject({
      instanceName: 'HOM-2026-0000001',
      dataVersion: 2,
      status: 'Active',
      xml: paste('A policy in London that begins in June, as XML'),
      content: { policy: { '@number': 'HOM-2026-0000001', riskAddress: { city: 'London' } } },
    });
  },
  'The first five policies of the book, by number': (shows) => {
    const { items, next } = jsonOf(shows);
    const names = (items as readonly Item[]).map(({ instanceName }) => instanceName);
    // Two were issued the year before and renewed, and the fourth was cancelled.
    expect(names).toEqual(['HOM-2025-0000002', 'HOM-2025-0000011', 'HOM-2026-0000001', 'HOM-2026-0000003', 'HOM-2026-0000005']);
    expect(next).toEqual(expect.any(String));
  },
  'The coverages of that policy': (shows) => {
    const names = itemsOf(shows).map(({ instanceName }) => instanceName);
    expect(names).toEqual(expect.arrayContaining(['Buildings', 'Contents']));
    expect(names).toEqual(names.toSorted());
  },
  'All that it excludes, at any depth, with the wording': (shows) => {
    const items = itemsOf(shows);
    expect(items.length).toBeGreaterThanOrEqual(2);
    for (const { xml } of items) expect(xml).toMatch(/<exclusion [^]*<wording>[A-Z][^<]+[.]<\/wording>/);
  },
  'The policy and everything below it as one XML document': (shows) => {
    const xml = paste(shows);
    expect(xml).toMatch(/^<\?xml [^>]*>\n<dk:instance xmlns:dk="urn:datakeep:data-set:1"/);
    const [coverages, exclusions] = ['The coverages of that policy', 'All that it excludes, at any depth, with the wording'];
    expect(xml.match(/<coverage /g)).toHaveLength(itemsOf(coverages).length);
    expect(xml.match(/<exclusion /g)).toHaveLength(itemsOf(exclusions).length);
  },
  'The versions of its contents coverage, and why each was made': (shows) => {
    expect(itemsOf(shows)).toMatchObject([
      { dataVersion: 2, change: 'patched', instanceName: 'Contents', reason: 'Contents revalued' },
      { dataVersion: 1, change: 'created', reason: null },
    ]);
  },
  'What the revaluation changed in it': (shows) => {
    const { metadata, xml } = jsonOf(shows) as { readonly metadata: unknown; readonly xml: readonly Item[] };
    expect([metadata, xml.map(({ path }) => path)]).toEqual([[], ['/coverage/sumInsured/text()', '/coverage/premium/text()']]);
    expect(penceIn(xml[0]!['to']) - penceIn(xml[0]!['from'])).toBe(2_500_000);
  },
  'The whole policy as it was before the revaluation': (shows) => {
    const [before, now] = [paste(shows), paste('The policy and everything below it as one XML document')];
    expect([before.includes('<adjustment '), now.includes('<adjustment ')]).toEqual([false, true]);
    const change = (jsonOf('What the revaluation changed in it')['xml'] as readonly Item[])[0]!;
    expect(before).toContain(`<sumInsured currency="GBP">${String(change['from'])}</sumInsured>`);
    expect(now).toContain(`<sumInsured currency="GBP">${String(change['to'])}</sumInsured>`);
  },
  'Why a policy with an open claim cannot be deleted': (shows) => {
    expect(jsonOf(shows)).toMatchObject({
      allowed: false,
      blockers: [{ instanceName: 'Buildings', status: 'Locked', reason: expect.any(String) }],
      hiddenBlockers: 0,
    });
  },
  'What was deleted, when, by whom and why': (shows) => {
    const items = itemsOf(shows).map(({ instanceName, reason, deletedBy, deletedOn }) => {
      expect([deletedBy, deletedOn]).toEqual([expect.any(String), expect.any(String)]);
      return [instanceName, reason];
    });
    expect(items.toSorted()).toEqual([
      ['HOM-2026-0000004', 'Cancelled within the cooling-off period'],
      ['Personal possessions', 'Personal possessions no longer wanted'],
    ]);
  },
  'Everything that happened to a policy deleted by mistake': (shows) => {
    const types = itemsOf(shows).map(({ type, reason }) => [type, reason]);
    expect(types[0]).toEqual(['InstanceSaved', null]);
    expect(types.slice(-2)).toEqual([
      ['InstanceDeleted', 'Cancelled, taken for another policy'],
      ['InstanceRestored', 'The policyholder had not cancelled'],
    ]);
  },
};

describe('the demo with a server of its own', () => {
  it('tells of every tenth of the way, and what it saved', () => {
    const tenths = printed.split('\n').filter((line) => /^[ \d]{3}% /.test(line));
    expect(tenths.map((line) => line.slice(0, 4))).toEqual([
      ...[10, 20, 30, 40, 50, 60, 70, 80, 90].map((tenth) => ` ${String(tenth)}%`),
      '100%',
    ]);
    expect(printed).toMatch(/^20 policies, 1\d\d instances, [12]\d\d commands in \d+\.\d s, \d+ commands\/s$/m);
  });

  it('prints no token', () => {
    const { token } = JSON.parse(readFileSync(join(dataFolder, 'owner.json'), 'utf8')) as { readonly token: string };
    expect(printed).not.toContain(token);
  });

  it('prints the lines to try', () => {
    expect(queries.map(({ shows }) => shows)).toEqual(Object.keys(promises));
  });

  it.each(Object.keys(promises))('prints a line that works as it is pasted: %s', (shows) => {
    promises[shows]?.(shows);
    expect.hasAssertions();
  });

  it('says in one line that its folder is in use, when it is started twice', async () => {
    const second = await DemoProgram.start(['--policies', '20', '--data', dataFolder, '--once']).ended;
    expect([second.code, second.output]).toEqual([1, '']);
    expect(second.errors).toMatch(/^demo: the server ended: .* in use.*\n$/);
  });
});

describe('the end of the demo', () => {
  it('by Ctrl-C is a good one, takes its server along, and another run ends with the same ids', async () => {
    demo.signal('SIGINT');
    expect(await demo.ended).toMatchObject({ code: 0, errors: '' });
    const again = await DemoProgram.start(['--policies', '20', '--data', dataFolder, '--once']).ended;
    expect([again.code, again.errors]).toEqual([0, '']);
    const withoutPort = (text: string) => text.replace(/http:\/\/127\.0\.0\.1:\d+/g, '<server>');
    const lines = printedLines(again.output);
    expect([withoutPort(lines.settings), lines.queries]).toEqual([withoutPort(settings), queries]);
  });

  it('by kill -9 takes its server along: the folder is free for the next one', async () => {
    const killed = DemoProgram.start(['--policies', '20', '--data', dataFolder]);
    await killed.printed('until Ctrl-C');
    const server = Number(readFileSync(join(dataFolder, 'lock.pid'), 'utf8'));
    killed.signal('SIGKILL');
    await killed.ended;
    await goneOf(server);
    expect((await DemoProgram.start(['--policies', '6', '--data', dataFolder, '--once']).ended).code).toBe(0);
  });
});

/** Polls until the process is gone; one that stays is killed, so that nothing of it is left, and the test fails. */
async function goneOf(pid: number): Promise<void> {
  for (let polls = 0; polls < pollsMax; polls += 1) {
    if (!isAlive(pid)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  process.kill(pid, 'SIGKILL');
  throw new Error(`process ${String(pid)} lives on`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
