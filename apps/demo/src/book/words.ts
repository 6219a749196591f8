/** Words that people, streets and firms of the demo are made of. Surnames and firms are invented; no person is meant. */
export const givenNames = words(`
  Ada Alasdair Amara Anwen Arjun Bethan Callum Carys Dafydd Dev Edie Eilidh Esme Farah Fergus Freya Gareth Grace Hamish Imogen
  Isla Jonah Kezia Leila Lorcan Maeve Marcus Mina Nadia Niamh Oscar Owen Priya Rafe Rhona Rowan Sabine Tariq Una Wren Yusuf Zara`);

export const surnames = words(`
  Ambleforth Ashcombe Bexwell Birkshaw Calderbrook Coppergate Dunmarsh Elverstone Fennimore Garrowby Greyfell Hallowmere
  Harkstead Inglemoor Kestrelby Larkhollow Marchwick Netherby Oakhanger Penmarric Quillfeather Ravensmoor Saltmarsh Thornavon
  Underhay Vellacourt Wexcombe Wychling Yarrowdale`);

export const streetNames = words(`
  Alder Ashgrove Beacon Bramble Canal Chandler Cloister Cooper Ferry Foundry Garrison Hawthorn Juniper Kiln Lantern Linden
  Mallard Meadow Orchard Quarry Rowan Saddler Spindle Tanner Tollgate Weaver Willow Windmill`);

export const streetKinds = words('Avenue Close Court Crescent Gardens Grove Lane Mews Place Road Row Street Terrace Walk');

export const brokers = [
  { reference: 'BRK-0107', name: 'Pell & Harrowgate Insurance Brokers' },
  { reference: 'BRK-0142', name: 'Tidewater Cover Ltd' },
  { reference: 'BRK-0218', name: "Marlow's Corner Insurance" },
  { reference: 'BRK-0333', name: 'Lanternlight Household Brokers' },
  { reference: 'BRK-0460', name: 'Stonebridge & Daughters' },
  { reference: 'BRK-0571', name: 'Fenland Mutual Advisers' },
];

export const lenders = [
  'Northmere Building Society',
  'Calder Vale Bank',
  'Saltings Mortgage Company',
  'Ridgeway & Moor Building Society',
  'Harbourlight Home Loans',
];

/** A place with its outward postcodes, and how its premiums compare, in hundredths. */
export interface City {
  readonly name: string;
  readonly postcodes: readonly string[];
  readonly premiumPercent: number;
}

export const london: City = city('London', 'E8 E17 N4 N16 NW6 SE15 SE22 SW4 SW11 W3 W12', 118);

export const otherCities: readonly City[] = [
  city('Aberdeen', 'AB10 AB15', 88),
  city('Bath', 'BA1 BA2', 97),
  city('Belfast', 'BT7 BT9', 92),
  city('Birmingham', 'B13 B17 B29', 108),
  city('Brighton', 'BN1 BN2', 104),
  city('Bristol', 'BS3 BS6 BS7', 101),
  city('Cambridge', 'CB1 CB4', 96),
  city('Cardiff', 'CF11 CF23', 98),
  city('Edinburgh', 'EH4 EH9', 95),
  city('Exeter', 'EX1 EX4', 93),
  city('Glasgow', 'G11 G41', 103),
  city('Leeds', 'LS6 LS8', 105),
  city('Liverpool', 'L15 L18', 109),
  city('Manchester', 'M14 M20 M21', 110),
  city('Newcastle upon Tyne', 'NE2 NE3', 97),
  city('Norwich', 'NR1 NR2', 91),
  city('Nottingham', 'NG3 NG7', 100),
  city('Oxford', 'OX2 OX4', 99),
  city('Plymouth', 'PL3 PL4', 92),
  city('Sheffield', 'S7 S11', 98),
  city('Southampton', 'SO15 SO17', 97),
  city('Swansea', 'SA1 SA2', 94),
  city('York', 'YO24 YO31', 96),
];

function city(name: string, postcodes: string, premiumPercent: number): City {
  return { name, postcodes: words(postcodes), premiumPercent };
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
