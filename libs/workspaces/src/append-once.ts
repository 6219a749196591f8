import { noStream, type EventStore, type RecordedEvent } from '@datakeep/event-store';
import { openEvent, sealEvents, type DraftEvent } from '@datakeep/kernel';

const eventsOfStepMax = 100;

/** What stands in the stream after a step: this command's own event, written now or before, or somebody else's. */
export type Step =
  | { readonly done: 'now' }
  | { readonly done: 'before'; readonly event: RecordedEvent }
  | { readonly done: 'never'; readonly heldBy: RecordedEvent };

/**
 * One step of a command that writes several streams, repeatable by its commandId (design, section 2, "Several streams"):
 * appends the drafts as the first events of a stream. When the last of them stands there already, by the same command,
 * the step was done before.
 */
export async function appendOnce(
  events: EventStore,
  { stream, drafts }: { readonly stream: string; readonly drafts: readonly DraftEvent[] },
): Promise<Step> {
  const outcome = await events.append({ stream, expectedRevision: noStream, events: sealEvents(drafts, null) });
  if (outcome.outcome === 'appended') return { done: 'now' };
  const standing = await events.readStream({ stream, fromRevision: 0, countMax: eventsOfStepMax, parts: 'facts' });
  const last = drafts.at(-1);
  const own = standing.find((event) => event.type === last?.type && openEvent(event).header.commandId === last.context.commandId);
  if (own !== undefined) return { done: 'before', event: own };
  const [heldBy] = standing;
  if (heldBy === undefined) throw new RangeError(`${stream} has moved and holds nothing`);
  return { done: 'never', heldBy };
}
