import type { Refused } from '@datakeep/contract';
import type { EventStore } from '@datakeep/event-store';
import { answeredBy, type CommandEvent } from './command-answer.js';
import type { DataSetKey } from './data-set.log.js';
import { StreamContended } from './data-set.mailbox.js';
import type { DataSets } from './data-sets.js';
import type { NeedsContent } from './instance.refusals.js';
import { decideContent, type MadeContent, type NewContent } from './new-content.decide.js';

/** Whoever else saves over the same instance with `"any"` makes the content be made again; this often in a row is a fault. */
const attemptsMax = 100;

/**
 * Saves a version whose XML is made from what is there: decides, makes it when the decision asks for it, and decides again, until it
 * stands on the XML that it was made from. Errors: those of `DataSets.submit`, StreamContended, and of `make`.
 */
export async function saveContent(
  { events, dataSets }: { readonly events: EventStore; readonly dataSets: DataSets },
  key: DataSetKey,
  asked: { readonly command: NewContent; readonly principals: readonly string[] },
  make: (needed: NeedsContent) => Promise<MadeContent | Refused>,
): Promise<CommandEvent | Refused> {
  let content: MadeContent | undefined;
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const { command, principals } = asked;
    const standing = content;
    const outcome = await dataSets.submit(key, (state) => decideContent(state, command, { principals, content: standing }));
    if (!('needs' in outcome)) return answeredBy(events, key, outcome, command.context.requestHash);
    if (outcome.needs !== 'content') throw new TypeError('a version of the same instance names nothing');
    const made = await make(outcome);
    if ('refused' in made) return made;
    content = made;
  }
  throw new StreamContended(`${asked.command.instanceId} was saved over ${String(attemptsMax)} times in a row`);
}
