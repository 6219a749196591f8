import type { Sender } from '@datakeep/access';
import type { InstanceId } from '@datakeep/kernel';
import type { XmlChange } from '@datakeep/xml';
import type { Expectation } from '../version.refusals.js';

export interface PatchRequest {
  readonly instanceId: InstanceId;
  readonly changes: readonly XmlChange[];
  readonly expected: Expectation;
  readonly reason?: string | undefined;
}

export class PatchInstanceCommand {
  constructor(
    readonly sender: Sender,
    readonly request: PatchRequest,
  ) {}
}
