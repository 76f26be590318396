using System.Globalization;

namespace Clientele.Testing.Businesses;

/// <summary>Subscribers of a piece of software, exported in English: ids are texts, plans have an order, use is counted three ways.</summary>
public sealed class Subscription : Business
{
    private static readonly DateOnly First = new(2019, 2, 1);
    private static readonly DateOnly Last = new(2024, 3, 31);

    public override string FileName => "subscription.json";

    public override DateOnly? Reference => Last;

    protected override ulong Seed => 11;

    protected override IReadOnlyList<string> Columns { get; } =
    [
        "account", "plan", "monthly_fee", "signed_up", "logins_30d", "support_tickets", "reports_made", "files_shared", "comments_written",
        "newsletter", "opened_offer_1", "opened_offer_2", "opened_offer_3", "country", "sales_note",
    ];

    protected override MadeUp Make(int number, Dice dice)
    {
        int plan = dice.Below(3);
        double fee = Math.Round((9 + (plan * 20)) * (1 + (0.1 * dice.Normal())), 2);
        int day = dice.Below(Last.DayNumber - First.DayNumber + 1);

        // Every fortieth signed up on the last day: a file has a newest day that is no accident.
        DateOnly signedUp = number % 40 == 0 ? Last : First.AddDays(day);
        double years = (Last.DayNumber - signedUp.DayNumber) / 365.25;
        int logins = dice.Count(12), tickets = dice.Count(1.5);
        int reports = dice.Count(8), files = dice.Count(6), comments = dice.Count(10);
        bool newsletter = dice.Chance(0.45);
        bool[] opened = [dice.Chance(0.3), dice.Chance(0.25), dice.Chance(0.2)];
        string country = dice.One("Ireland", "Malta", "Canada", "New Zealand");
        double logOdds = -3.7 + (0.5 * plan) + (0.05 * (logins - 12)) - (0.35 * tickets) + (0.04 * (reports + files + comments)) + (1.1 * opened.Count(each => each))
            + (0.35 * years) + (newsletter ? 0.5 : 0) + (country == "Malta" ? 0.8 : 0);
        return new MadeUp(
            [
                $"S-{number:D5}",
                dice.Chance(0.04) ? "" : dice.Chance(0.1) && plan == 0 ? "personal" : new[] { "Solo", "Team", "Enterprise" }[plan],
                fee.ToString("F2", CultureInfo.InvariantCulture),
                signedUp.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                dice.Chance(0.03) ? "NA" : Whole(logins), Whole(tickets), Whole(reports), Whole(files), Whole(comments),
                YesOrNo(newsletter), YesOrNo(opened[0]), YesOrNo(opened[1]), YesOrNo(opened[2]), country, number % 7 == 0 ? "\"called, twice\"" : "",
            ],
            logOdds);
    }
}
