#pragma once

#include <deal.II/base/vectorization.h>

#include <algorithm>
#include <cmath>

namespace zincfield
{
  /** A value with its derivative in one direction: laws evaluated on it give their own Jacobian action. */
  template <typename T>
  struct Dual
  {
    T value, derivative;

    Dual() = default;
    Dual(const T &v)
      : value(v)
      , derivative(T(0.))
    {}
    Dual(const T &v, const T &d)
      : value(v)
      , derivative(d)
    {}
    template <typename U = T, typename = std::enable_if_t<!std::is_same<U, double>::value>>
    Dual(const double v)
      : value(T(v))
      , derivative(T(0.))
    {}

    Dual &
    operator+=(const Dual &b)
    {
      value += b.value;
      derivative += b.derivative;
      return *this;
    }
    Dual &
    operator-=(const Dual &b)
    {
      value -= b.value;
      derivative -= b.derivative;
      return *this;
    }
    Dual &
    operator*=(const Dual &b)
    {
      derivative = derivative * b.value + value * b.derivative;
      value *= b.value;
      return *this;
    }
    Dual &
    operator/=(const Dual &b)
    {
      const T inverse = T(1.) / b.value;
      value *= inverse;
      derivative = (derivative - value * b.derivative) * inverse;
      return *this;
    }

    friend Dual
    operator+(Dual a, const Dual &b)
    {
      return a += b;
    }
    friend Dual
    operator-(Dual a, const Dual &b)
    {
      return a -= b;
    }
    friend Dual
    operator*(Dual a, const Dual &b)
    {
      return a *= b;
    }
    friend Dual
    operator/(Dual a, const Dual &b)
    {
      return a /= b;
    }
    friend Dual
    operator-(const Dual &a)
    {
      return {-a.value, -a.derivative};
    }
  };

  template <typename T>
  Dual<T>
  exp(const Dual<T> &a)
  {
    using std::exp;
    const T e = exp(a.value);
    return {e, e * a.derivative};
  }

  template <typename T>
  Dual<T>
  log(const Dual<T> &a)
  {
    using std::log;
    return {log(a.value), a.derivative / a.value};
  }

  template <typename T>
  Dual<T>
  sqrt(const Dual<T> &a)
  {
    using std::sqrt;
    const T root = sqrt(a.value);
    return {root, a.derivative / (root + root)};
  }

  template <typename T>
  Dual<T>
  pow(const Dual<T> &a, const double exponent)
  {
    using std::pow;
    return {pow(a.value, exponent), T(exponent) * pow(a.value, exponent - 1.) * a.derivative};
  }

  /** `a < b ? yes : no`, lane by lane. */
  inline double
  select_less(const double a, const double b, const double yes, const double no)
  {
    return a < b ? yes : no;
  }

  inline dealii::VectorizedArray<double>
  select_less(const dealii::VectorizedArray<double> &a,
              const dealii::VectorizedArray<double> &b,
              const dealii::VectorizedArray<double> &yes,
              const dealii::VectorizedArray<double> &no)
  {
    return dealii::compare_and_apply_mask<dealii::SIMDComparison::less_than>(a, b, yes, no);
  }

  template <typename T>
  Dual<T>
  select_less(const Dual<T> &a, const Dual<T> &b, const Dual<T> &yes, const Dual<T> &no)
  {
    return {select_less(a.value, b.value, yes.value, no.value), select_less(a.value, b.value, yes.derivative, no.derivative)};
  }

  /** The larger of `a` and the constant `floor`. */
  template <typename Number>
  Number
  at_least(const Number &a, const double floor)
  {
    return select_less(a, Number(floor), Number(floor), a);
  }

  /** exp(x), continued linearly beyond `bound` so that it never overflows: value and slope stay continuous. */
  template <typename Number>
  Number
  safe_exp(const Number &x, const double bound = 60.)
  {
    using std::exp;
    const Number inside = select_less(x, Number(bound), x, Number(bound));
    const Number excess = select_less(x, Number(bound), Number(0.), x - Number(bound));
    return exp(inside) * (Number(1.) + excess);
  }
} // namespace zincfield
