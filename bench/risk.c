/* The peer of bench/risk.mjs: the same compound Poisson draws by the same algorithm, in C. Prints CPU milliseconds and the mean.
 * gcc -O2 -o risk risk.c -lm && ./risk 1000000 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint32_t rotate(uint32_t x, int bits) { return (x << bits) | (x >> (32 - bits)); }

/* Threefry-2x32, 20 rounds */
static double uniform_at(uint32_t k0, uint32_t k1, uint32_t c0, uint32_t c1) {
  static const int bits[8] = {13, 15, 26, 6, 17, 29, 16, 24};
  uint32_t key[3] = {k0, k1, 0x1bd11bdau ^ k0 ^ k1};
  uint32_t x = c0 + k0, y = c1 + k1;
  for (int group = 1; group <= 5; group++) {
    for (int r = 0; r < 4; r++) {
      x += y;
      y = rotate(y, bits[(group & 1 ? 0 : 4) + r]) ^ x;
    }
    x += key[group % 3];
    y += key[(group + 1) % 3] + (uint32_t)group;
  }
  return (x * 1048576.0 + (y >> 12) + 0.5) * 0x1p-52;
}

static double polynomial(const double c[8], double x) {
  double value = c[7];
  for (int i = 6; i >= 0; i--) value = value * x + c[i];
  return value;
}

/* AS 241 */
static double normal_quantile(double p) {
  static const double a[8] = {3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
    1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4,
    2.5090809287301226727e+3};
  static const double b[8] = {1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
    2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3};
  static const double c[8] = {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
    3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2,
    7.74545014278341407640e-4};
  static const double d[8] = {1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9};
  static const double e[8] = {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
    2.01033439929228813265e-7};
  static const double f[8] = {1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15};
  double q = p - 0.5;
  if (fabs(q) <= 0.425) {
    double r = 0.180625 - q * q;
    return q * polynomial(a, r) / polynomial(b, r);
  }
  double r = sqrt(-log(q < 0 ? p : 1 - p));
  double z = r <= 5 ? polynomial(c, r - 1.6) / polynomial(d, r - 1.6) : polynomial(e, r - 5) / polynomial(f, r - 5);
  return q < 0 ? -z : z;
}

static int poisson_quantile(double rate, double u) {
  int n = 0;
  double probability = exp(-rate), cumulated = probability;
  while (cumulated < u) {
    probability *= rate / (n + 1);
    if (n > rate && cumulated + probability == cumulated) break;
    n++;
    cumulated += probability;
  }
  return n;
}

int main(int argc, char **argv) {
  long draws = argc > 1 ? atol(argv[1]) : 1000000;
  double best = 1e300, mean = 0;
  for (int run = 0; run < 5; run++) {
    struct timespec from, until;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    double sum = 0;
    for (long i = 0; i < draws; i++) {
      int events = poisson_quantile(0.8, uniform_at(1, 2, (uint32_t)i, 0));
      for (int k = 0; k < events; k++)
        sum += exp(11.512925464970229 + 1.2 * normal_quantile(uniform_at(3, 4, (uint32_t)i, (uint32_t)k)));
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &until);
    double ms = (until.tv_sec - from.tv_sec) * 1e3 + (until.tv_nsec - from.tv_nsec) / 1e6;
    if (ms < best) best = ms;
    mean = sum / draws;
  }
  printf("%.3f %.6f\n", best, mean);
  return 0;
}
