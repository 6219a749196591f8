import type { Refused } from '@datakeep/contract';
import type { InstanceRefusal } from './instance.refusals.js';

/** The refusal of XML that may not be saved; `pointer` is where the command has it. */
export function refusedXml({ kind, ...fields }: { readonly kind: string }, pointer: string): Refused {
  return { refused: kind, pointer, ...fields } as Refused;
}

/** A refusal that names one place of a request. */
export function invalidAt(pointer: string, detail: string): Extract<InstanceRefusal, { readonly refused: 'invalid-request' }> {
  return { refused: 'invalid-request', errors: [{ pointer, detail }] };
}
