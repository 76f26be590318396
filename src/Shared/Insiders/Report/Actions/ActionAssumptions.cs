namespace Clientele.Insiders;

/// <summary>What the prizes of actions take for granted. Guesses, on the careful side, to be replaced by what experiments find.</summary>
public static class ActionAssumptions
{
    /// <summary>Who has not bought for longer is to be won back; others are active. Days.</summary>
    public const int LapsedAfterDays = 90;

    /// <summary>Of customers to be won back, those who buy once more within a year.</summary>
    public const double WonBack = 0.1;

    /// <summary>Of the distance to the next better group's median, what a year of work closes.</summary>
    public const double GapClosed = 0.25;

    /// <summary>Of what is sent back, what need not be.</summary>
    public const double ReturnsAvoided = 0.25;

    /// <summary>Of members who would go, those who can be kept.</summary>
    public const double Kept = 0.25;

    /// <summary>Who has sent back this share of what they bought cancelled an order: no sending back that could be avoided.</summary>
    public const double Cancelled = 0.9;

    /// <summary>Of a year's revenue: an action with a smaller prize is not worth a campaign.</summary>
    public const double LeastPrize = 0.0001;

    /// <summary>Per group.</summary>
    public const int MostActions = 2;
}
