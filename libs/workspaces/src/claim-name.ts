import { setTimeout as pause } from 'node:timers/promises';
import { noStream, type EventStore, type RecordedEvent } from '@datakeep/event-store';
import { eventHashOf, openEvent, sealEvent, type InstanceId } from '@datakeep/kernel';
import { rootNameClaimed, type ClaimContext, type RootNameClaimedFacts } from './name-claim.events.js';

/** A revision of a claim's stream: what a save under the name rests on. */
export interface NameClaim {
  readonly stream: string;
  readonly revision: number;
}

/** What a claim must know of those who hold one; data sets and workspaces answer it, each from its own stream. */
export interface NameHolders {
  /**
   * Ends a claim of `holderId`, unless it holds the name at present: appends ClaimEnded to the holder's stream at the
   * revision that was read. A holder that saves in between is asked again.
   */
  fence(holderId: InstanceId, claim: NameClaim): Promise<'holds-it' | 'ended'>;
}

/** Other creators of one name are few; losing to them this often in a row is a fault to be told. */
const attemptsMax = 1_000;
const pageEventsMax = 1_000;
/** A claim younger than this may be about to be saved: its holder is left that long before it is fenced. Only for progress. */
export const claimGraceMsDefault = 100;
/** Whoever loses a claim is more patient at the next one, up to this, so that many creators on a slow machine come to an end. */
const claimGraceMsMax = 3_200;
const lookAgainMs = 20;
const looksMax = 1_000;

/** The claim was lost to others again and again; nothing of the command was done. */
export class NameContended extends Error {
  override readonly name = 'NameContended';
}

/**
 * Claims a root's name (design, section 2, "Claims"): a free one at once, one whose holder never saved, was renamed or was
 * deleted after the holder is fenced. Every claim writes a new revision. `taken` when its holder has the name.
 */
export async function claimName(
  events: EventStore,
  claim: {
    readonly stream: string;
    readonly holderId: InstanceId;
    readonly context: ClaimContext;
    readonly holders: NameHolders;
    readonly graceMs?: number;
  },
): Promise<NameClaim | 'taken'> {
  const { stream, holderId } = claim;
  let graceMs = claim.graceMs ?? claimGraceMsDefault;
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const last = await lastWhenOldEnough(events, { stream, holderId, graceMs });
    if (last !== undefined) {
      const holder = (openEvent(last).facts as RootNameClaimedFacts).holderId;
      if (holder !== holderId) {
        const standing = { stream, revision: last.revision };
        if ((await claim.holders.fence(holder, standing)) === 'holds-it') return 'taken';
      }
    }
    const expectedRevision = last?.revision ?? noStream;
    const previousHash = last === undefined ? null : eventHashOf(last.type, last.header);
    const event = sealEvent(rootNameClaimed(claim.context, { holderId }), previousHash);
    const outcome = await events.append({ stream, expectedRevision, events: [event] });
    if (outcome.outcome === 'appended') return { stream, revision: outcome.lastRevision };
    graceMs = morePatient(graceMs);
  }
  throw new NameContended(`the claim ${stream} was lost ${String(attemptsMax)} times in a row`);
}

/** The grace of whoever lost a claim. */
export function morePatient(graceMs: number): number {
  return Math.min(2 * graceMs, claimGraceMsMax);
}

/** The last claim, when it is the holder's own or older than the grace. A clock that differs from the store's is not waited for. */
async function lastWhenOldEnough(
  events: EventStore,
  { stream, holderId, graceMs }: { readonly stream: string; readonly holderId: InstanceId; readonly graceMs: number },
): Promise<RecordedEvent | undefined> {
  let last: RecordedEvent | undefined;
  let waitedMs = 0;
  for (let look = 0; look < looksMax; look += 1) {
    const before = last?.revision;
    last = await lastOf(events, stream);
    if (last === undefined || (openEvent(last).facts as RootNameClaimedFacts).holderId === holderId) return last;
    waitedMs = last.revision === before ? waitedMs + lookAgainMs : 0;
    if (Date.now() - last.timeMs >= graceMs || waitedMs >= graceMs) return last;
    await pause(lookAgainMs);
  }
  return last;
}

async function lastOf(events: EventStore, stream: string): Promise<RecordedEvent | undefined> {
  let last: RecordedEvent | undefined;
  for (;;) {
    const fromRevision = last === undefined ? 0 : last.revision + 1;
    const page = await events.readStream({ stream, fromRevision, countMax: pageEventsMax, parts: 'facts' });
    last = page.at(-1) ?? last;
    if (page.length < pageEventsMax) return last;
  }
}
