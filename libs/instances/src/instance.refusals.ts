import type { ConceptId, InstanceId } from '@datakeep/kernel';

/** One instance of a tree that keeps it from being deleted. */
export interface Blocker {
  readonly instanceId: InstanceId;
  readonly instanceName: string;
  readonly conceptId: ConceptId;
  readonly status: string;
  readonly reason: string;
}

/** Why a command on an instance was not done. Each is a problem of http.md by the same name. */
export type InstanceRefusal =
  | { readonly refused: 'not-found' }
  | { readonly refused: 'forbidden'; readonly command: string; readonly concept: ConceptId }
  | { readonly refused: 'invalid-request'; readonly errors: readonly { readonly pointer: string; readonly detail: string }[] }
  | { readonly refused: 'version-required'; readonly currentVersion: number }
  | { readonly refused: 'version-mismatch'; readonly currentVersion: number; readonly treeRevision?: string }
  | { readonly refused: 'name-taken'; readonly instanceName: string }
  | { readonly refused: 'id-taken'; readonly instanceId: InstanceId }
  | { readonly refused: 'parent-not-found'; readonly parentId: InstanceId }
  | { readonly refused: 'parent-inside-subtree'; readonly parentId: InstanceId }
  | { readonly refused: 'other-data-set'; readonly parentId: InstanceId }
  | { readonly refused: 'access-would-be-empty'; readonly instanceId: InstanceId; readonly count: number }
  | { readonly refused: 'use-move-instance'; readonly parentId: InstanceId }
  | { readonly refused: 'concept-is-fixed'; readonly conceptId: ConceptId }
  | { readonly refused: 'deletion-blocked'; readonly blockers: readonly Blocker[]; readonly hiddenBlockers: number }
  | { readonly refused: 'limit-exceeded'; readonly limit: string; readonly max: number }
  | { readonly refused: 'idempotency-key-reused' };

/** A decision cannot be taken before the root's name is claimed; it is not an answer to anybody. */
export interface NeedsRootName {
  readonly needs: 'root-name';
  readonly conceptId: ConceptId;
  readonly name: string;
}

/** A decision needs XML that is made from what is there; the state knows only in which event that stands. */
export interface NeedsContent {
  readonly needs: 'content';
  readonly xmlRevision: number;
}

/** The claim that a decision about a root rests on (design, section 2, "Claims"). */
export interface RootNameClaim {
  readonly stream: string;
  readonly revision: number;
  readonly conceptId: ConceptId;
  readonly name: string;
}

/** What a command on a data set may decide. */
export type Decision<Draft> =
  | { readonly accepted: readonly Draft[] }
  /** Nothing to append: the command's first event stands at this revision. */
  | { readonly remembered: number }
  | NeedsRootName
  | NeedsContent
  | InstanceRefusal;
