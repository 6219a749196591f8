import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '@datakeep/event-store';
import { openEvent, systemConcepts, type CommandId, type InstanceId } from '@datakeep/kernel';
import { claimName, NameContended, type NameClaim, type NameHolders } from './claim-name.js';
import { fakeLog, foundingOf, guidNumber } from './test-support.js';

const stream = 'rootname-1';
const [one, two, three] = [guidNumber<InstanceId>(11), guidNumber<InstanceId>(12), guidNumber<InstanceId>(13)];

/** Holders that write down whose claim is ended; those in `holding` have the name. */
function holdersOf(...holding: readonly InstanceId[]) {
  const fenced: (NameClaim & { holderId: InstanceId })[] = [];
  const holders: NameHolders = {
    fence: async (holderId, claim) => {
      if (holding.includes(holderId)) return 'holds-it';
      fenced.push({ holderId, ...claim });
      return 'ended';
    },
  };
  return { holders, fenced };
}

function setUp() {
  const log = fakeLog();
  const claim = (holderId: InstanceId, holders: NameHolders, events: EventStore = log) => {
    const { workspaceId, userId, profileId } = foundingOf();
    // Each claim is a command of its own, as a save under the name is.
    const commandId = guidNumber<CommandId>(100 + (log.streams.get(stream)?.length ?? 0));
    const command = { commandId, requestHash: null, correlationId: 'correlation', causationId: commandId };
    const context = { ...command, workspaceId, instanceId: holderId, conceptId: systemConcepts.workspace, userId, profileId };
    return claimName(events, { stream, holderId, context, holders });
  };
  const claimants = () =>
    (log.streams.get(stream) ?? []).map((event) => (openEvent(event).facts as { holderId: string }).holderId);
  return { log, claim, claimants };
}

describe('a claim on a name', () => {
  it('takes a free one at once', async () => {
    const { claim } = setUp();
    const { holders, fenced } = holdersOf();
    expect(await claim(one, holders)).toEqual({ stream, revision: 0 });
    expect(fenced).toEqual([]);
  });

  it('is written anew by whoever has it, without a fence', async () => {
    const { claim, claimants } = setUp();
    const { holders, fenced } = holdersOf();
    await claim(one, holders);
    expect(await claim(one, holders)).toEqual({ stream, revision: 1 });
    expect(claimants()).toEqual([one, one]);
    expect(fenced).toEqual([]);
  });

  it('is refused while its holder has the name, and writes nothing', async () => {
    const { claim, claimants } = setUp();
    const { holders } = holdersOf(one);
    await claim(one, holders);
    expect(await claim(two, holders)).toBe('taken');
    expect(claimants()).toEqual([one]);
  });

  it('takes over from a holder who does not have the name, after his claim was ended at its newest revision', async () => {
    const { claim, claimants } = setUp();
    const { holders, fenced } = holdersOf();
    await claim(one, holders);
    await claim(one, holders);
    expect(await claim(two, holders)).toEqual({ stream, revision: 2 });
    expect(fenced).toEqual([{ holderId: one, stream, revision: 1 }]);
    expect(claimants()).toEqual([one, one, two]);
  });

  it('ends the claim before it replaces it: when the fence fails, the holder is left as he was', async () => {
    const { claim, claimants } = setUp();
    await claim(one, holdersOf().holders);
    const failing: NameHolders = { fence: () => Promise.reject(new Error('the store is away')) };
    await expect(claim(two, failing)).rejects.toThrow('the store is away');
    expect(claimants()).toEqual([one]);
  });

  it('is fenced anew when another taker was quicker', async () => {
    const { claim, claimants } = setUp();
    const { holders, fenced } = holdersOf();
    await claim(one, holders);
    let interrupted = false;
    const slow: NameHolders = {
      fence: async (holderId, standing) => {
        const ended = await holders.fence(holderId, standing);
        if (!interrupted) {
          interrupted = true;
          await claim(three, holders);
        }
        return ended;
      },
    };
    expect(await claim(two, slow)).toEqual({ stream, revision: 2 });
    expect(claimants()).toEqual([one, three, two]);
    expect(fenced.map(({ holderId, revision }) => ({ holderId, revision }))).toEqual([
      { holderId: one, revision: 0 },
      { holderId: one, revision: 0 },
      { holderId: three, revision: 1 },
    ]);
  });

  it('is taken when the one who was quicker has saved', async () => {
    const { claim } = setUp();
    const { holders } = holdersOf(three);
    await claim(one, holders);
    const slow: NameHolders = {
      fence: async (holderId, standing) => {
        const ended = await holders.fence(holderId, standing);
        if (holderId === one) await claim(three, holders);
        return ended;
      },
    };
    expect(await claim(two, slow)).toBe('taken');
  });

  it('ends loudly when it is lost again and again', async () => {
    const { log, claim } = setUp();
    const losing: EventStore = { ...log, append: async () => ({ outcome: 'revision-has-moved', actualRevision: 0 }) };
    await expect(claim(one, holdersOf().holders, losing)).rejects.toThrow(NameContended);
  });
});
