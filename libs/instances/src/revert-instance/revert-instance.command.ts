import type { Sender } from '@datakeep/access';
import type { InstanceId } from '@datakeep/kernel';
import type { Expectation } from '../version.refusals.js';

export interface RevertRequest {
  readonly instanceId: InstanceId;
  readonly toVersion: number;
  readonly expected: Expectation;
  readonly reason?: string | undefined;
}

export class RevertInstanceCommand {
  constructor(
    readonly sender: Sender,
    readonly request: RevertRequest,
  ) {}
}
