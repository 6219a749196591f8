/**
 * The concepts of the book: UUIDv5 in the URL namespace (RFC 9562), of `urn:example:home-insurance:1` for the policy, which is
 * the concept of the examples too, and of that name with `#coverage` and so on for what lies below one.
 */
export const concepts = {
  policy: 'eb403c09-c230-5ea0-9d3b-096a56cf2311',
  coverage: '7cbdccf4-e391-52f4-ab20-6bb1ddbcb9b7',
  exclusion: '371f9fc1-d068-5b05-92a2-bbbf5e69e7a5',
  endorsement: '84cf05a0-220d-59ef-a925-02ccea937b9a',
  interestedParty: 'a21e213a-6050-5e65-8bd6-90f72f24154b',
} as const;

/** The namespace of everything in the book. */
export const namespace = 'urn:example:home-insurance:1';
