import { guidOf, limits, type Guid } from '@datakeep/kernel';
import * as z from 'zod';

const guidText = z
  .string()
  .regex(
    /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/,
    'must be a GUID, such as 0f8fad5b-d9cb-469f-a165-70867728950e',
  );

/** A GUID in any case, in lower case out. */
export const guid = <G extends Guid>() => guidText.transform((text) => guidOf<G>(text));

/** A name: NFC, case kept, 1 to 255 characters, no control characters (design, section 2, "Names"). */
export const nameText = z
  .string()
  // Before NFC, which takes quadratic time on long runs of marks; a character of NFC comes from four code units at most here.
  .refine((text) => text.length <= 4 * limits.nameLengthMax, {
    error: `must have at most ${String(limits.nameLengthMax)} characters`,
    abort: true,
  })
  .transform((text) => text.normalize('NFC'))
  .refine((text) => text.trim().length > 0, 'must not be empty')
  .refine(
    (text) => Array.from(text).length <= limits.nameLengthMax,
    `must have at most ${String(limits.nameLengthMax)} characters`,
  )
  .refine((text) => !/\p{Cc}|\p{Cs}/u.test(text), 'must not contain control characters or half a surrogate pair');

export const reasonText = z
  .string()
  .refine((text) => !/\0|\p{Cs}/u.test(text), 'must not contain NUL or half a surrogate pair')
  .refine(
    (text) => Array.from(text).length <= limits.reasonLengthMax,
    `must have at most ${String(limits.reasonLengthMax)} characters`,
  );

/** Until a concept defines its own (http.md, `change-status`). */
export const status = z.enum(['Active', 'Locked']);

/** A number in a path or a query string, described as the number that it is to whoever sends it. */
export const countText = (max: number) =>
  z
    .string()
    .regex(/^[1-9][0-9]{0,8}$/, 'must be a whole number from 1')
    .meta({ type: 'integer', minimum: 1, maximum: max })
    .transform(Number)
    .refine((value) => value <= max, `must be at most ${String(max)}`);
