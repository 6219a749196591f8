import { describe, expect, it } from '@jest/globals';
import { filesBelow, packagesIn, textOf } from './project.js';

interface Adapter {
  readonly name: string;
  /** Texts of its integration specs. */
  readonly specs: readonly string[];
}

/** Suites that the adapters of a port owe beside the one with the port's name. */
const furtherSuites: Readonly<Record<string, readonly string[]>> = { 'view-store': ['snapshotStoreConformance'] };

/** `event-store-sqlite` owes `eventStoreConformance(…)` of `@datakeep/event-store/conformance` (design, section 4). */
function callsTheSuitesOfItsPort({ name, specs }: Adapter): boolean {
  const port = name.slice(0, name.indexOf('-store') + '-store'.length);
  const suite = `${port.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())}Conformance`;
  return [suite, ...(furtherSuites[port] ?? [])].every((owed) =>
    specs.some((text) => text.includes(`from '@datakeep/${port}/conformance'`) && text.includes(`${owed}(`)),
  );
}

const adapters: Adapter[] = packagesIn('libs')
  .filter((name) => /^[a-z]+-store-[a-z0-9-]+$/.test(name))
  .map((name) => ({ name, specs: filesBelow(`libs/${name}`, '.int.spec.ts').map(textOf) }));

describe('the adapters', () => {
  it('are found', () => {
    expect(adapters.map(({ name }) => name)).toEqual(expect.arrayContaining(['event-store-sqlite', 'view-store-sqlite']));
  });

  it.each(adapters)('$name runs the conformance suites of its port', (adapter) => {
    expect(callsTheSuitesOfItsPort(adapter)).toBe(true);
  });
});

describe('the check of the adapters', () => {
  const imported = `import { eventStoreConformance } from '@datakeep/event-store/conformance';`;

  it.each([
    { fault: 'it has no integration spec', specs: [] },
    { fault: 'its suite is imported and never called', specs: [imported] },
    { fault: 'it calls a suite of its own making', specs: ['eventStoreConformance(open);'] },
    {
      fault: 'it calls the suite of another port',
      specs: [`${imported.replaceAll('event', 'view')} viewStoreConformance(open);`],
    },
  ])('notices an adapter when $fault', ({ specs }) => {
    expect(callsTheSuitesOfItsPort({ name: 'event-store-eventstoredb', specs })).toBe(false);
  });

  it('notices an adapter of views that forgets the suite of snapshots', () => {
    const specs = [`import { viewStoreConformance } from '@datakeep/view-store/conformance'; viewStoreConformance(open);`];
    expect(callsTheSuitesOfItsPort({ name: 'view-store-mongodb', specs })).toBe(false);
  });

  it('accepts an adapter that calls the suite of its port', () => {
    expect(callsTheSuitesOfItsPort({ name: 'event-store-sqlite', specs: [`${imported} eventStoreConformance(open);`] })).toBe(
      true,
    );
  });
});
