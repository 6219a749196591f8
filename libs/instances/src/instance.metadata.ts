import type { InstanceMetadata } from '@datakeep/contract';
import type { Row } from '@datakeep/view-store';
import { xmlContent, xmlText } from '@datakeep/xml';

/** Milliseconds since 1970 as RFC 3339 in UTC. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

/** The metadata of a row of `instance_rows`, by the names of http.md. */
export function metadataOf(row: Row): InstanceMetadata {
  return {
    instanceId: row.instanceId,
    instanceName: row['name'] as string,
    conceptId: row['conceptId'] as string,
    parentId: row['parentId'] as string | null,
    hierarchy: row.hierarchy,
    status: row['status'] as string,
    dataVersion: row['dataVersion'] as number,
    createdBy: row['createdBy'] as string,
    createdOn: timeText(row['createdOnMs'] as number),
    insertedBy: row['insertedBy'] as string,
    insertedOn: timeText(row['insertedOnMs'] as number),
  };
}

/** The XML that was read with a row; throws when it was not asked for, or when the views have lost it. */
export function xmlOf(row: Row): Uint8Array {
  const xml = row['xml'];
  if (!(xml instanceof Uint8Array)) throw new TypeError(`instance ${row.instanceId} was read without its XML`);
  return xml;
}

/** The XML of a row as JSON shows it: its text, and its content as objects (http.md, "JSON"). */
export function xmlFieldsOf(row: Row): { readonly xml: string; readonly content: unknown } {
  const bytes = xmlOf(row);
  return { xml: xmlText(bytes), content: xmlContent(bytes) };
}
