import { commandContextOf, Freshness } from '@datakeep/access';
import type { Refused } from '@datakeep/contract';
import { EVENT_STORE, type EventStore } from '@datakeep/event-store';
import { NamingKey, systemConcepts } from '@datakeep/kernel';
import { checkXml, patchXml, type XmlChange } from '@datakeep/xml';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { savedAnswer, type SavedAnswer } from '../command-answer.js';
import { saveContent } from '../content-versions.js';
import { eventAt } from '../data-set.log.js';
import { DataSets } from '../data-sets.js';
import { Locator } from '../locator.js';
import { invalidAt, refusedXml } from '../refused-content.js';
import { PatchInstanceCommand } from './patch-instance.command.js';

export type PatchOutcome = SavedAnswer | Refused;

/** Reads the XML that the version to follow has, changes it, and saves it as the next version. */
@CommandHandler(PatchInstanceCommand)
export class PatchInstanceHandler implements ICommandHandler<PatchInstanceCommand, PatchOutcome> {
  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(NamingKey) private readonly namingKey: NamingKey,
    @Inject(Freshness) private readonly freshness: Freshness,
    @Inject(DataSets) private readonly dataSets: DataSets,
    @Inject(Locator) private readonly locator: Locator,
  ) {}

  async execute(command: PatchInstanceCommand): Promise<PatchOutcome> {
    return this.freshness.proved(await this.decided(command));
  }

  private async decided({ sender, request }: PatchInstanceCommand): Promise<PatchOutcome> {
    const { workspaceId, principals } = sender.caller;
    const { instanceId, changes } = request;
    const command = 'patch-instance';
    if (instanceId === workspaceId) return { refused: 'forbidden', command, concept: systemConcepts.workspace } as Refused;
    const dataSetId = await this.locator.findAtHead({ workspaceId, instanceId });
    if (dataSetId === undefined) return { refused: 'not-found' };
    const key = { workspaceId, dataSetId };
    const asked = { command: { ...request, command, context: commandContextOf(this.namingKey, sender) }, principals } as const;
    const event = await saveContent({ events: this.events, dataSets: this.dataSets }, key, asked, async ({ xmlRevision }) => {
      const { body } = await eventAt(this.events, key, xmlRevision, 'all');
      if (body === null) throw new TypeError('an event that was read whole has its body');
      const patched = patchedXml(body, changes);
      return 'refused' in patched ? patched : { ...patched, madeFrom: xmlRevision };
    });
    if ('refused' in event) return event;
    this.freshness.acknowledge(event.place);
    return savedAnswer(event);
  }
}

/** The patched XML, which is held to the same rules as XML that is sent. */
function patchedXml(body: Uint8Array, changes: readonly XmlChange[]): { readonly xml: Uint8Array } | Refused {
  const patched = patchXml(body, changes);
  if (!patched.ok) return invalidAt(patched.pointer, patched.detail);
  const verdict = checkXml(patched.bytes);
  return verdict.ok ? { xml: patched.bytes } : refusedXml(verdict.problem, '/changes');
}
