import { describe } from '@jest/globals';
import { access } from './access.suite.js';
import { atomicity } from './atomicity.suite.js';
import { below } from './below.suite.js';
import { events } from './events.suite.js';
import { moves } from './moves.suite.js';
import { newest } from './newest.suite.js';
import { order } from './order.suite.js';
import { parked } from './parked.suite.js';
import { past } from './past.suite.js';
import { principals } from './principals.suite.js';
import { repetition } from './repetition.suite.js';
import type { OpenViews, ViewStoreLack } from './stand.js';
import { system } from './system.suite.js';
import { times } from './times.suite.js';
import { trees } from './trees.suite.js';
import { versions } from './versions.suite.js';
import { visibility } from './visibility.suite.js';
import { xmlOnce } from './xml.suite.js';

export { conformanceDeclarations } from './declarations.js';
export { snapshotStoreConformance, type OpenedSnapshots } from './snapshots.suite.js';
export type { OpenedViews, OpenViews, ViewStoreLack } from './stand.js';

/**
 * What every adapter and every decorator of the port has to hold (design, sections 4 and 5). `open` gives an empty store,
 * opened with `conformanceDeclarations`; `lacks` names, from a closed list, what the adapter cannot do.
 */
export function viewStoreConformance(name: string, open: OpenViews, lacks: readonly ViewStoreLack[]): void {
  describe(`${name} keeps the contract of a view store:`, () => {
    atomicity(open);
    repetition(open);
    past(open);
    xmlOnce(open);
    visibility(open);
    order(open, lacks);
    trees(open);
    moves(open);
    access(open);
    principals(open);
    below(open);
    versions(open);
    newest(open);
    events(open);
    times(open);
    system(open);
    parked(open);
  });
}
