using System.Globalization;

namespace Clientele.Testing.Businesses;

/// <summary>Members of a gym: neither ids nor dates.</summary>
public sealed class Gym : Business
{
    public override string FileName => "gym.json";

    protected override ulong Seed => 37;

    protected override IReadOnlyList<string> Columns { get; } = ["age", "membership", "months_member", "visits", "classes", "trainer", "distance_km", "remarks"];

    protected override MadeUp Make(int number, Dice dice)
    {
        int age = 16 + dice.Below(60);
        int membership = dice.Below(3);
        int months = dice.Count(18), visits = dice.Count(7), classes = dice.Count(2);
        bool trainer = dice.Chance(0.2);
        double distance = 4 * Math.Exp(0.7 * dice.Normal());
        double logOdds = -3.0 + (0.18 * visits) + (0.35 * classes) + (trainer ? 1.4 : 0) - (0.12 * distance) + (membership == 1 ? 0.7 : 0) + (months > 24 ? 0.6 : 0) - (Math.Abs(age - 35) / 40.0);

        // A remark over two lines: the next customer stands one line further down.
        string remark = number % 9 == 0 ? "\"likes\nswimming\"" : "";
        return new MadeUp(
            [
                Whole(age), new[] { "Off-peak", "Full", "Premium" }[membership], Whole(months), Whole(visits), Whole(classes), YesOrNo(trainer),
                distance.ToString("F1", CultureInfo.InvariantCulture), remark,
            ],
            logOdds);
    }
}
