import type { Gate } from '@datakeep/access';
import type { WorkspaceId } from '@datakeep/kernel';
import type { InstanceRefusal } from './instance.refusals.js';

const errorsListedMax = 100;

/**
 * The refusal of a command that names principals who are nobody in the workspace, a hundred of them at most; undefined when
 * all are known. `field` is where the command names them.
 */
export async function refusedPrincipals(
  gate: Gate,
  workspaceId: WorkspaceId,
  { field, principals }: { readonly field: 'access' | 'principals'; readonly principals: readonly string[] },
): Promise<InstanceRefusal | undefined> {
  const unknown = await gate.unknownPrincipals(workspaceId, principals);
  if (unknown.length === 0) return undefined;
  const errors = unknown.slice(0, errorsListedMax).map((id) => ({
    pointer: `/${field}/${String(principals.indexOf(id))}`,
    detail: 'is no user of this workspace',
  }));
  return { refused: 'invalid-request', errors };
}
