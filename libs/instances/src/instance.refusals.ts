import type { ConceptId, InstanceId } from '@datakeep/kernel';

/** Why a command on an instance was not done. Each is a problem of http.md by the same name. */
export type InstanceRefusal =
  | { readonly refused: 'not-found' }
  | { readonly refused: 'forbidden'; readonly command: string; readonly conceptId: ConceptId }
  | { readonly refused: 'invalid-request'; readonly errors: readonly { readonly pointer: string; readonly detail: string }[] }
  | { readonly refused: 'version-required'; readonly currentVersion: number }
  | { readonly refused: 'version-mismatch'; readonly currentVersion: number }
  | { readonly refused: 'name-taken'; readonly instanceName: string }
  | { readonly refused: 'id-taken'; readonly instanceId: InstanceId }
  | { readonly refused: 'parent-not-found'; readonly parentId: InstanceId }
  | { readonly refused: 'use-move-instance'; readonly parentId: InstanceId }
  | { readonly refused: 'concept-is-fixed'; readonly conceptId: ConceptId }
  | { readonly refused: 'limit-exceeded'; readonly limit: string; readonly max: number };
