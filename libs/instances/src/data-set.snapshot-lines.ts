import type { InstanceId } from '@datakeep/kernel';
import type { DataSetState, InstanceState } from './instance.state.js';
import { WordsWritten, type Word } from './data-set.snapshot-words.js';

/**
 * Raised when a line changes its meaning, and when `evolve` makes something else of an event: snapshots of another format are
 * passed over, and the stream is read.
 */
export const snapshotFormat = 1;

/** The first line: what the snapshot is of. */
export interface SnapshotHeader {
  readonly format: number;
  readonly stream: string;
  readonly logId: string;
  readonly revision: number;
  /** Hash of the event at `revision`: the log must still hold that one. */
  readonly headHash: string;
  readonly claimedFor: InstanceId | null;
  readonly bytes: number;
}

/** One instance: id, concept, parent, name, status, dataVersion, revision, xmlRevision, acl, deletedBy. */
export type InstanceLine = readonly [Word, Word, Word, string, Word, number, number, number, Word, Word | null];
/** One deletion: id, root, revision. */
export type DeletionLine = readonly [Word, Word, number];

/** Lines behind the first one, each with a part of one section. `of` is what the items belong to. */
export type SnapshotLine =
  | { readonly section: 'access'; readonly of: Word; readonly items: readonly string[] }
  | { readonly section: 'instances'; readonly items: readonly InstanceLine[] }
  | { readonly section: 'children'; readonly of: Word; readonly items: readonly Word[] }
  | { readonly section: 'deletion'; readonly of: DeletionLine }
  | { readonly section: 'deleted'; readonly of: Word; readonly items: readonly Word[] }
  | { readonly section: 'ended-claims'; readonly items: readonly (readonly [string, number])[] }
  | { readonly section: 'commands'; readonly items: readonly (readonly [string, number])[] };

/** Items of one line, at most: a line is made and read without a pause. */
const itemsOfLineMax = 500;

/**
 * The state line by line, in the order in which its maps and sets hold it, because decisions list and digests name things in
 * that order. What can be made again from the rest is left out: the index of siblings. Words are numbered in the order in which
 * they stand in a line, so they are taken line by line, never ahead.
 */
export function* linesOf(state: DataSetState): Generator<SnapshotLine> {
  const words = new WordsWritten();
  const wordOf = (text: string): Word => words.of(text);
  for (const [acl, principals] of state.accessSets) {
    for (const items of pages(principals)) yield { section: 'access', of: words.of(acl), items };
  }
  for (const page of pages(state.instances.values())) {
    yield { section: 'instances', items: page.map((instance) => instanceLine(instance, wordOf)) };
  }
  for (const [parentId, children] of state.children) {
    for (const page of pages(children)) yield { section: 'children', of: words.of(parentId), items: page.map(wordOf) };
  }
  for (const { deletionId, rootId, revision, ids } of state.deletions.values()) {
    yield { section: 'deletion', of: [words.of(deletionId), words.of(rootId), revision] };
    for (const page of pages(ids)) yield { section: 'deleted', of: words.of(deletionId), items: page.map(wordOf) };
  }
  for (const items of pages(state.endedClaims)) yield { section: 'ended-claims', items };
  for (const items of pages(state.commands)) yield { section: 'commands', items };
}

function instanceLine(of: InstanceState, wordOf: (text: string) => Word): InstanceLine {
  const { name, dataVersion, revision, xmlRevision, deletedBy } = of;
  return [
    wordOf(of.instanceId),
    wordOf(of.conceptId),
    wordOf(of.parentId),
    name,
    wordOf(of.status),
    dataVersion,
    revision,
    xmlRevision,
    wordOf(of.acl),
    deletedBy === null ? null : wordOf(deletedBy),
  ];
}

/** Pages of the items; one empty page when there is none, so that an empty set is written too. */
function* pages<Item>(items: Iterable<Item>): Generator<readonly Item[]> {
  let page: Item[] = [];
  let written = 0;
  for (const item of items) {
    if (page.length === itemsOfLineMax) {
      yield page;
      written += 1;
      page = [];
    }
    page.push(item);
  }
  if (page.length > 0 || written === 0) yield page;
}
