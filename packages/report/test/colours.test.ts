/** Whether the colours of the report's series can be told apart, also by colour-blind readers. */
import { describe, expect, test } from "vitest";
import { reportStyle } from "../src/report-style.ts";

type Triple = readonly [number, number, number];

/**
 * What is seen without a kind of cone, in linear RGB (Machado, Oliveira and Fernandes, *A
 * Physiologically-based Model for Simulation of Color Vision Deficiency*, 2009, severity 1).
 */
const sights: Readonly<Record<string, readonly Triple[]>> = {
  "most people": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  "people without green cones": [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  "people without red cones": [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
};

const schemes = { light: 0, dark: 1 } as const;

describe.each(Object.keys(schemes) as (keyof typeof schemes)[])("the colours, %s", (scheme) => {
  test.each(Object.keys(sights))("differ for %s", (who) => {
    const seen = seriesOf(scheme).map((colour) => oklab(see(who, linear(colour))));
    const distances = seen.flatMap((one, index) =>
      seen.slice(0, index).map((other) => Math.hypot(...one.map((part, at) => part - other[at]!))),
    );
    // In Oklab, 0.02 is about what can be noticed side by side.
    expect(distances).toHaveLength(45);
    expect(Math.min(...distances)).toBeGreaterThan(0.1);
  });

  test("stand out from the page", () => {
    const [card] = [...reportStyle.matchAll(/--card: (#\w{6})/g)]
      .map(([, colour]) => colour!)
      .slice(schemes[scheme]);
    for (const colour of seriesOf(scheme)) {
      expect(contrast(linear(colour), linear(card!)), colour).toBeGreaterThan(2.5);
    }
  });
});

function seriesOf(scheme: keyof typeof schemes): string[] {
  const all = [...reportStyle.matchAll(/--series-\d: (#\w{6})/g)].map(([, colour]) => colour!);
  return all.slice(schemes[scheme] * 10, schemes[scheme] * 10 + 10);
}

function linear(colour: string): Triple {
  const part = (from: number): number => {
    const value = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

function see(who: string, [red, green, blue]: Triple): Triple {
  const [first, second, third] = (sights[who] ?? []).map(([r, g, b]) =>
    Math.min(1, Math.max(0, r * red + g * green + b * blue)),
  );
  return [first!, second!, third!];
}

/** Björn Ottosson, *A perceptual color space for image processing*, 2020. */
function oklab([red, green, blue]: Triple): Triple {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

/** As the Web Content Accessibility Guidelines define it. */
function contrast(one: Triple, other: Triple): number {
  const luminance = ([red, green, blue]: Triple): number =>
    0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}
