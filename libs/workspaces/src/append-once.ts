import { noStream, type EventStore, type RecordedEvent } from '@datakeep/event-store';
import { eventHashOf, openEvent, sealEvent, type DraftEvent, type SealedEvent } from '@datakeep/kernel';

const eventsOfStepMax = 100;

/** What stands in the stream after a step: this command's own event, written now or before, or somebody else's. */
export type Step =
  | { readonly done: 'now'; readonly place: number }
  | { readonly done: 'before'; readonly place: number; readonly event: RecordedEvent }
  | { readonly done: 'never'; readonly heldBy: RecordedEvent };

/**
 * One step of a command that writes several streams, repeatable by its commandId (design, section 2, "Several streams"):
 * appends the drafts right behind `behind`, or as the first events of the stream. When the last of them stands there
 * already, by the same command, the step was done before.
 */
export async function appendOnce(
  events: EventStore,
  step: { readonly stream: string; readonly drafts: readonly DraftEvent[]; readonly behind?: RecordedEvent | undefined },
): Promise<Step> {
  const { stream, drafts, behind } = step;
  const expectedRevision = behind?.revision ?? noStream;
  const previous = behind === undefined ? null : eventHashOf(behind.type, behind.header);
  const outcome = await events.append({ stream, expectedRevision, events: sealAll(drafts, previous) });
  if (outcome.outcome === 'appended') return { done: 'now', place: outcome.place };
  const fromRevision = expectedRevision + 1;
  const standing = await events.readStream({ stream, fromRevision, countMax: eventsOfStepMax, parts: 'facts' });
  const last = drafts.at(-1);
  const own = standing.find((event) => event.type === last?.type && openEvent(event).header.commandId === last.context.commandId);
  if (own !== undefined) return { done: 'before', place: own.place, event: own };
  const [heldBy] = standing;
  if (heldBy === undefined) throw new RangeError(`${stream} has moved and holds nothing`);
  return { done: 'never', heldBy };
}

function sealAll(drafts: readonly DraftEvent[], previousEventHash: string | null): readonly SealedEvent[] {
  let previous = previousEventHash;
  return drafts.map((draft) => {
    const sealed = sealEvent(draft, previous);
    previous = sealed.eventHash;
    return sealed;
  });
}
