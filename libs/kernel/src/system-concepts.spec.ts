import { describe, expect, it } from '@jest/globals';
import { isSystemConcept, randomGuid, systemConcepts } from './index.js';

describe('the system concepts', () => {
  it('have these ids in every repository, for ever', () => {
    expect(systemConcepts).toEqual({
      workspace: '663e5856-5ba0-5873-a940-e8dd3ae3f0e7',
      profile: 'f561c7eb-741f-5628-be24-fa5a5d317fea',
      user: '5630371d-b6d0-5aba-80d0-b7dde805efcb',
      group: 'eb7e080f-bdbe-569a-9e09-563f9c1deff8',
      team: '53a6147f-37d4-503a-bd19-59363faa7e9b',
      application: '5c3b6cd2-7604-58b4-a12e-533c089ed46e',
      role: 'adbfd739-ec95-5b19-9010-76b4f73b1112',
      invitationTemplate: 'a035821a-3236-5980-89a6-d9affcfc14ac',
      presentationModel: '6a748a11-cb60-590d-8d76-de30566df39d',
      stylesheet: '92ca449c-837c-5e5d-adcd-cc19c1258226',
    });
  });

  it('are known by their ids, and no other concept is', () => {
    expect(Object.values(systemConcepts).every(isSystemConcept)).toBe(true);
    expect(isSystemConcept(randomGuid())).toBe(false);
  });
});
