import type { Model, Row } from './model.js';

/** What a delete of a tree would meet. */
export function blockersOf(model: Model, user: string, root: Row) {
  const tree = model.tree(root);
  const seen = tree.filter((row) => model.sees(user, row));
  const blockers = seen
    .filter(({ status }) => status === 'Locked')
    .map(({ id, name, concept, status }) => ({ instanceId: id, instanceName: name, conceptId: concept, status }))
    .sort((one, other) => (one.instanceId < other.instanceId ? -1 : 1));
  return { count: seen.length, blockers, hiddenBlockers: tree.length - seen.length };
}

/** A text that differs when what the user sees of a tree differs; what he does not see is only counted. */
export function treeRevisionOf(model: Model, user: string, root: Row): string {
  const tree = model.tree(root);
  const seen = tree.filter((row) => model.sees(user, row)).map(({ id, from }) => `${id} ${String(from)}`);
  return [...seen.sort(), `hidden ${String(tree.length - seen.length)}`].join('\n');
}
