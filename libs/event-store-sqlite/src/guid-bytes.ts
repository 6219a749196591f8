/** The 16 bytes of a GUID: less than half of what its text takes in a file. */
export function guidToBytes(guid: string): Buffer {
  return Buffer.from(guid.replaceAll('-', ''), 'hex');
}

/** The GUID, in lower case, that 16 bytes stand for. */
export function guidFromBytes({ buffer, byteOffset, byteLength }: Uint8Array): string {
  const hex = Buffer.from(buffer, byteOffset, byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
