import type { EventStore } from '@datakeep/event-store';
import { streamOf, type NamingKey } from '@datakeep/kernel';
import {
  claimEnded,
  claimGraceMsDefault,
  claimName,
  morePatient,
  type ClaimContext,
  type NameClaim,
  type NameHolders,
} from '@datakeep/workspaces';
import type { DataSetKey } from './data-set.log.js';
import { StreamContended, type Outcome } from './data-set.mailbox.js';
import type { DataSets } from './data-sets.js';
import type { DataSetEvent } from './instance.events.js';
import type { Decision, NeedsContent, NeedsRootName, RootNameClaim } from './instance.refusals.js';
import { liveInstance, type DataSetState } from './instance.state.js';

type Decide = (state: DataSetState, claim: RootNameClaim | undefined) => Decision<DataSetEvent>;

const attemptsMax = 1_000;

/** Decisions that may give the root of a data set a name: claim, then save (design, section 2, "Claims"). */
export class RootNames {
  constructor(
    private readonly events: EventStore,
    private readonly namingKey: NamingKey,
    private readonly dataSets: DataSets,
    private readonly claimGraceMs = claimGraceMsDefault,
  ) {}

  /** Submits the decision, and claims the name it needs, until it stands on a claim that nobody has ended. */
  async submit(
    key: DataSetKey,
    context: Omit<ClaimContext, 'conceptId'>,
    decide: Decide,
  ): Promise<Exclude<Outcome, NeedsRootName | NeedsContent>> {
    let claim: RootNameClaim | undefined;
    let graceMs = this.claimGraceMs;
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      const standing = claim;
      const outcome = await this.dataSets.submit(key, (state) => decide(state, standing));
      if (!('needs' in outcome)) return outcome;
      if (outcome.needs !== 'root-name') throw new TypeError('a decision about a name makes no content');
      if (attempt > 0) graceMs = morePatient(graceMs);
      const claimed = await this.claim(key, { ...context, conceptId: outcome.conceptId }, { ...outcome, graceMs });
      if (claimed === 'taken') return { refused: 'name-taken', instanceName: outcome.name };
      claim = { ...claimed, conceptId: outcome.conceptId, name: outcome.name };
    }
    throw new StreamContended(`data set ${key.dataSetId}: its claim on a name was ended ${String(attemptsMax)} times in a row`);
  }

  private claim(
    key: DataSetKey,
    context: ClaimContext,
    { conceptId, name, graceMs }: NeedsRootName & { readonly graceMs: number },
  ): Promise<NameClaim | 'taken'> {
    const { workspaceId, dataSetId } = key;
    const stream = streamOf.rootName(workspaceId, this.namingKey.rootName({ workspaceId, conceptId, name }));
    const holders = this.holders(context, { conceptId, name });
    return claimName(this.events, { stream, holderId: dataSetId, context, holders, graceMs });
  }

  /** A data set holds a name while its root lives under it. */
  private holders(context: ClaimContext, { conceptId, name }: Pick<NeedsRootName, 'conceptId' | 'name'>): NameHolders {
    return {
      fence: async (holderId, { stream: claimStream, revision: claimRevision }) => {
        const key = { workspaceId: context.workspaceId, dataSetId: holderId };
        const outcome = await this.dataSets.submit(key, (state) => {
          const root = liveInstance(state, holderId);
          if (root?.conceptId === conceptId && root.name === name) return { refused: 'name-taken', instanceName: name };
          if ((state.endedClaims.get(claimStream) ?? -1) >= claimRevision) return { remembered: state.revision };
          return { accepted: [claimEnded({ ...context, instanceId: holderId }, { claimStream, claimRevision })] };
        });
        return 'refused' in outcome ? 'holds-it' : 'ended';
      },
    };
  }
}
