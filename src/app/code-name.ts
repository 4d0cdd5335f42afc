/** A name to speak of a case in public, that says nothing about it. @param bytes two that nobody chose */
export const codeName = (bytes: Uint8Array): string =>
  `${ADJECTIVES[bytes[0]! % ADJECTIVES.length]} ${NOUNS[bytes[1]! % NOUNS.length]}`

const ADJECTIVES =
  'Amber Ancient Autumn Blue Bright Broad Calm Clear Copper Coral Early Eastern Evening Faint Gentle Golden Green Grey Hidden High Inner Ivory Late Little Lonely Long Mellow Misty Morning Narrow Northern Old Open Outer Pale Patient Plain Quiet Rainy Red Round Sandy Silent Silver Slow Small Smooth Soft Southern Still Summer Tall Upper Velvet Violet Warm Western White Wide Wild Windy Winter Wooden Yellow'.split(
    ' ',
  )
const NOUNS =
  'Alder Anchor Aspen Basin Bay Beacon Bell Birch Bridge Brook Canal Cedar Channel Chapel Cliff Cove Creek Delta Dune Elm Fern Field Fjord Forest Garden Gate Glen Grove Gull Harbour Hazel Heath Heron Hill Island Ivy Lagoon Lake Lantern Larch Ledge Linden Marsh Meadow Mill Moor Oak Orchard Otter Pasture Pebble Pier Pine Plateau Pond Quarry Reed Ridge River Shore Spring Thistle Valley Willow'.split(
    ' ',
  )
