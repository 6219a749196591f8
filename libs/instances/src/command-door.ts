import { Gate, senderOf, type Asking, type Sender } from '@datakeep/access';
import type { CommandDone, Refused } from '@datakeep/contract';
import type { WorkspaceId } from '@datakeep/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, type ICommand } from '@nestjs/cqrs';
import { readExpectation } from './expectation.js';
import type { Expectation } from './version.refusals.js';

/** What a command asks for, with the version that it means to follow in place of the field that states it. */
type RequestOf<Body> = Omit<Body, 'expectedVersion'> & { readonly expected: Expectation };

/** The way from HTTP to a command on an instance that is there: expected version, caller, command, answer. */
@Injectable()
export class CommandDoor {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Gate) private readonly gate: Gate,
  ) {}

  /** `name` binds the request to its Idempotency-Key; `commandOf` makes what goes on the bus. Errors: those of its handler. */
  async send<Body extends { readonly expectedVersion?: number | 'any' | undefined }>(
    asking: Asking,
    { workspaceId, name, body }: { readonly workspaceId: WorkspaceId; readonly name: string; readonly body: Body },
    commandOf: (sender: Sender, request: RequestOf<Body>) => ICommand,
  ): Promise<CommandDone | Refused> {
    const { expectedVersion, ...fields } = body;
    const expected = readExpectation(asking, expectedVersion);
    if ('refused' in expected) return expected;
    const caller = await this.gate.enter(asking.profileId, workspaceId);
    if (caller === undefined) return { refused: 'not-found' };
    const request = { ...fields, expected };
    const command = commandOf(senderOf(asking, caller, name, request), request);
    const outcome = await this.commands.execute<ICommand, { readonly place: number } | Refused>(command);
    if ('refused' in outcome) return outcome;
    const { place, ...answer } = outcome;
    return { answer: 'done', place, created: undefined, body: answer };
  }
}
