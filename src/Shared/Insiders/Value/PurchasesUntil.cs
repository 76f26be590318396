using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>A table as it was at the end of a day: nothing behind it sees a later purchase.</summary>
/// <param name="table">Customers who came later are in it, without purchases.</param>
/// <param name="lastDay">As a day number, not before the first day of the table.</param>
internal sealed class PurchasesUntil(PurchaseTable table, int lastDay)
{
    public int Count => table.Count;

    public int FirstDay => table.FirstDay;

    public int LastDay => lastDay;

    /// <summary>Of the history; 0 or less before it.</summary>
    public int Length => LastDay - FirstDay + 1;

    public bool Identified(int customer) => table.Identified[customer];

    public ReadOnlySpan<int> Days(int customer) => Until(table.Days(customer), lastDay);

    public ReadOnlySpan<double> Amounts(int customer) => table.Amounts(customer)[..Days(customer).Length];

    /// <summary>The days up to and with one, of ascending ones.</summary>
    public static ReadOnlySpan<int> Until(ReadOnlySpan<int> days, int last)
    {
        int count = days.Length;
        while (count > 0 && days[count - 1] > last)
        {
            count--;
        }

        return days[..count];
    }

    /// <summary>Money of the days from one to another, both with, by day; of all customers, or of some.</summary>
    public double[] DailyRevenue(int from, int to, ReadOnlySpan<bool> members = default)
    {
        var revenue = new double[Math.Max(0, to - from + 1)];
        for (int i = 0; i < Count; i++)
        {
            if (!members.IsEmpty && !members[i])
            {
                continue;
            }

            ReadOnlySpan<int> days = Days(i);
            ReadOnlySpan<double> amounts = Amounts(i);
            for (int j = days.Length - 1; j >= 0 && days[j] >= from; j--)
            {
                if (days[j] <= to)
                {
                    revenue[days[j] - from] += amounts[j];
                }
            }
        }

        return revenue;
    }

    /// <summary>What BG/NBD knows of a customer, in days of the clock; purchases on one day count each.</summary>
    /// <param name="days">At least one, none after <paramref name="asOf"/>.</param>
    public static PurchaseHistory History(ReadOnlySpan<int> days, int asOf, SeasonalClock clock)
    {
        double first = clock.Elapsed(days[0]);
        int repeats = Math.Min(days.Length - 1, 1_000_000);
        double age = Math.Max(0, clock.Elapsed(asOf) - first);
        return new PurchaseHistory(repeats, repeats == 0 ? 0 : Math.Clamp(clock.Elapsed(days[^1]) - first, 0, age), age);
    }

    /// <summary>What Gamma-Gamma knows: all purchases with money, the first ones, too; the fit is better for it than on repeats alone.</summary>
    public static PurchaseValue Value(ReadOnlySpan<double> amounts)
    {
        int count = 0;
        double sum = 0;
        foreach (double amount in amounts)
        {
            if (amount > 0 && double.IsFinite(amount))
            {
                count++;
                sum += amount;
            }
        }

        return count == 0 ? default : new PurchaseValue(count, sum / count);
    }
}
