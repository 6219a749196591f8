import type { ConceptId } from '@datakeep/kernel';
import type { NeedsRootName, RootNameClaim } from './instance.refusals.js';
import type { DataSetState } from './instance.state.js';

/**
 * What a decision that gives a root a name still needs; undefined when the claim is there and has not been ended on this
 * state (design, section 2: a decision that rests on an ended claim goes back to the claim).
 */
export function needsRootName(
  state: DataSetState,
  claim: RootNameClaim | undefined,
  { conceptId, name }: { readonly conceptId: ConceptId; readonly name: string },
): NeedsRootName | undefined {
  const fits = claim?.conceptId === conceptId && claim.name === name;
  const stands = fits && (state.endedClaims.get(claim.stream) ?? -1) < claim.revision;
  return stands ? undefined : { needs: 'root-name', conceptId, name };
}
