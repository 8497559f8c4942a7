// What an hour of an EC2 instance costs, roughly: for the hourly burn of what runs now, and for the bills of the simulated account.

/**
 * US dollars an hour of the family's `xlarge`, Linux, on demand, us-east-1. Other sizes of these families cost in proportion.
 * Source: https://aws.amazon.com/ec2/pricing/on-demand/, as of {@link PRICES_OF}. Estimates: other Regions differ by up to about a half, and licences, disks and traffic come on top.
 */
const XLARGE: Readonly<Record<string, number>> = {
  t2: 0.1856, t3: 0.1664, t3a: 0.1504, t4g: 0.1344,
  m4: 0.2, m5: 0.192, m5a: 0.172, m5d: 0.226, m5n: 0.238, m6a: 0.1728, m6g: 0.154, m6i: 0.192, m7a: 0.2318, m7g: 0.1632, m7i: 0.2016, m8g: 0.1795,
  c4: 0.199, c5: 0.17, c5a: 0.154, c5d: 0.192, c5n: 0.216, c6a: 0.153, c6g: 0.136, c6i: 0.17, c7a: 0.2053, c7g: 0.145, c7i: 0.1785, c8g: 0.1595,
  r4: 0.266, r5: 0.252, r5a: 0.226, r6a: 0.2268, r6g: 0.2016, r6i: 0.252, r7a: 0.3043, r7g: 0.2142, r7i: 0.2646, x1: 0.4168, x1e: 0.834,
  i3: 0.312, i3en: 0.452, i4i: 0.343, z1d: 0.372, d2: 0.69, d3: 0.499,
};
/** Families with accelerators, whose sizes do not cost in proportion. */
const OWN: Readonly<Record<string, number>> = {
  'p2.xlarge': 0.9, 'p2.8xlarge': 7.2, 'p2.16xlarge': 14.4, 'p3.2xlarge': 3.06, 'p3.8xlarge': 12.24, 'p3.16xlarge': 24.48, 'p3dn.24xlarge': 31.212,
  'p4d.24xlarge': 21.958, 'p4de.24xlarge': 27.447, 'p5.48xlarge': 55.04, 'p5en.48xlarge': 63.296,
  'g3s.xlarge': 0.75, 'g3.4xlarge': 1.14, 'g3.8xlarge': 2.28, 'g3.16xlarge': 4.56, 'g4ad.xlarge': 0.379, 'g4ad.2xlarge': 0.541, 'g4ad.4xlarge': 0.867, 'g4ad.8xlarge': 1.734, 'g4ad.16xlarge': 3.468,
  'g4dn.xlarge': 0.526, 'g4dn.2xlarge': 0.752, 'g4dn.4xlarge': 1.204, 'g4dn.8xlarge': 2.176, 'g4dn.12xlarge': 3.912, 'g4dn.16xlarge': 4.352, 'g4dn.metal': 7.824,
  'g5.xlarge': 1.006, 'g5.2xlarge': 1.212, 'g5.4xlarge': 1.624, 'g5.8xlarge': 2.448, 'g5.12xlarge': 5.672, 'g5.16xlarge': 4.096, 'g5.24xlarge': 8.144, 'g5.48xlarge': 16.288,
  'g6.xlarge': 0.805, 'g6.2xlarge': 0.978, 'g6.4xlarge': 1.323, 'g6.8xlarge': 2.014, 'g6.12xlarge': 4.602, 'g6.16xlarge': 3.397, 'g6.24xlarge': 6.675, 'g6.48xlarge': 13.35,
  'g6e.xlarge': 1.861, 'g6e.2xlarge': 2.242, 'g6e.4xlarge': 3.004, 'g6e.8xlarge': 4.529, 'g6e.12xlarge': 10.493, 'g6e.16xlarge': 7.577, 'g6e.24xlarge': 15.066, 'g6e.48xlarge': 30.131,
  'inf1.xlarge': 0.228, 'inf2.xlarge': 0.758, 'inf2.8xlarge': 1.968, 'inf2.24xlarge': 6.491, 'inf2.48xlarge': 12.981, 'trn1.2xlarge': 1.344, 'trn1.32xlarge': 21.5,
};
/** When the prices were taken over. */
export const PRICES_OF = '2025-07';

const SIZES: Readonly<Record<string, number>> = { nano: 1 / 32, micro: 1 / 16, small: 1 / 8, medium: 1 / 4, large: 1 / 2, xlarge: 1, metal: 24 };

/** US dollars an hour, `undefined` where the table does not know the type. */
export function hourlyPrice(instanceType: string): number | undefined {
  if (Object.hasOwn(OWN, instanceType)) return OWN[instanceType];
  const [family = '', size = ''] = instanceType.split('.');
  const times = /^(?:metal-)?(\d{1,3})xl(?:arge)?$/u.exec(size)?.[1];
  const factor = times === undefined ? (Object.hasOwn(SIZES, size) ? SIZES[size] : undefined) : Number(times);
  const unit = Object.hasOwn(XLARGE, family) ? XLARGE[family] : undefined;
  return unit === undefined || factor === undefined ? undefined : unit * factor;
}
