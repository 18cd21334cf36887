// Bandwidth of the memory: a = b + s c over arrays that no cache holds, the best of ten. Prints bytes a second, counted as STREAM
// counts them: two arrays read, one written. Threads as OMP_NUM_THREADS says.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>

int
main()
{
  constexpr long                  n = 1 << 25; // 256 MiB an array
  const std::unique_ptr<double[]> a(new double[n]), b(new double[n]), c(new double[n]);
  // Touched by the thread that will use them.
#pragma omp parallel for schedule(static)
  for (long i = 0; i < n; ++i)
    {
      a[i] = 0.;
      b[i] = 1.;
      c[i] = 2.;
    }
  double best = 1e300;
  for (int repeat = 0; repeat < 10; ++repeat)
    {
      const auto start = std::chrono::steady_clock::now();
#pragma omp parallel for schedule(static)
      for (long i = 0; i < n; ++i)
        a[i] = b[i] + 3. * c[i];
      best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
  if (a[n / 2] != 7.)
    return 1;
  std::printf("%.6e\n", 3. * sizeof(double) * n / best);
}
