using System.Text;

namespace Clientele.LocalHost.Generate;

/// <summary>One customer, drawn anew for every row so that a row costs no memory.</summary>
internal sealed class MadeUpCustomer
{
    public static readonly byte[][] Educations = Utf8("Graduation", "PhD", "Master", "2n Cycle", "Basic");
    public static readonly byte[][] MaritalStatuses = Utf8("Married", "Together", "Single", "Divorced", "Widow");
    public static readonly byte[][] OddMaritalStatuses = Utf8("Alone", "Absurd", "YOLO");

    private const int PhD = 1;
    private const int Basic = 4;
    private const int Single = 2;
    private const int DaysOfJoining = 700;
    private static readonly DateOnly FirstJoined = new(2012, 7, 30);

    /// <summary>The most that the amounts of a product group reach.</summary>
    private static readonly int[] MostSpent = [1493, 199, 1725, 259, 263, 362];

    /// <summary>Log-odds of accepting campaigns 3, 4, 5, 1 and 2: base, weight of wealth, of wine and of eagerness.</summary>
    private static readonly double[][] Campaigns =
    [
        [-3.15, 0.1, 0.0, 1.1],
        [-3.95, 0.2, 1.3, 0.7],
        [-5.1, 1.7, 1.0, 0.9],
        [-4.35, 1.3, 0.6, 0.8],
        [-6.1, 0.6, 0.9, 0.9],
    ];

    public int BirthYear { get; private set; }

    public int Education { get; private set; }

    public int MaritalStatus { get; private set; }

    public int Income { get; private set; }

    public int Kids { get; private set; }

    public int Teens { get; private set; }

    public DateOnly Since { get; private set; }

    /// <summary>Days since the last purchase.</summary>
    public int Recency { get; private set; }

    /// <summary>Wines, fruits, meat, fish, sweets, gold.</summary>
    public int[] Amounts { get; } = new int[6];

    /// <summary>Deals, web, catalogue, store, and visits of the site in a month.</summary>
    public int[] Purchases { get; } = new int[5];

    /// <summary>Campaigns 3, 4, 5, 1, 2.</summary>
    public int[] Accepted { get; } = new int[5];

    public int Complain { get; private set; }

    public int Response { get; private set; }

    public void Draw(Randomness random)
    {
        BirthYear = Math.Clamp((int)Math.Round(1969 + (11.7 * random.Normal())), 1940, 1996);
        Education = random.Pick([0.503, 0.217, 0.165, 0.091, 0.024]);
        MaritalStatus = random.Pick([0.387, 0.26, 0.216, 0.104, 0.033]);
        double wealth = random.Normal();
        Income = Math.Clamp((int)Math.Round((Education == Basic ? 21_500 : 52_300) + ((Education == Basic ? 6_000 : 20_500) * wealth)), 1_730, 162_000);
        Kids = Children(random, 0.43 - (0.29 * wealth) - (0.008 * (1969 - BirthYear)));
        Teens = Children(random, BirthYear is > 1948 and < 1978 ? 0.68 : 0.18);
        int tenure = random.Below(DaysOfJoining);
        Since = FirstJoined.AddDays(DaysOfJoining - 1 - tenure);
        Recency = random.Below(100);
        Complain = random.Chance(0.0094) ? 1 : 0;
        double spent = Spend(random, wealth, tenure);
        Buy(random, wealth, spent, tenure);
        Decide(random, wealth, tenure);
    }

    private static int Children(Randomness random, double mean) =>
        random.Uniform() switch
        {
            double hit when hit < 0.045 * mean => 2,
            double hit when hit < mean * 0.96 => 1,
            _ => 0,
        };

    private double Spend(Randomness random, double wealth, int tenure)
    {
        double log = 5.72 + (1.12 * wealth) - (0.75 * Kids) - (0.12 * Teens) + (0.0011 * (tenure - 350)) + (0.55 * random.Normal());

        // Nobody spends without end: the rich grow level.
        double total = 2600 / (1 + Math.Exp(-1.15 * (log - 6.65)));
        double wine = 0.44 + (0.04 * wealth) + (Education == PhD ? 0.1 : 0) + (0.17 * random.Normal());
        double rest = Math.Clamp(1 - wine, 0.08, 0.9);
        double meat = rest * Math.Clamp(0.52 + (0.05 * wealth) + (0.13 * random.Normal()), 0.1, 0.9);
        double others = rest - meat;
        Amounts[0] = (int)(total * (1 - rest));
        Amounts[2] = (int)(total * meat);
        double fruits = Math.Exp(0.7 * random.Normal());
        double fish = 1.4 * Math.Exp(0.7 * random.Normal());
        double sweets = Math.Exp(0.7 * random.Normal());
        double gold = 1.7 * Math.Exp(0.8 * random.Normal());
        double unit = total * others / (fruits + fish + sweets + gold);
        Amounts[1] = (int)(unit * fruits);
        Amounts[3] = (int)(unit * fish);
        Amounts[4] = (int)(unit * sweets);
        Amounts[5] = (int)(unit * gold);
        double spent = 0;
        for (int i = 0; i < Amounts.Length; i++)
        {
            Amounts[i] = Math.Min(Amounts[i], MostSpent[i]);
            spent += Amounts[i];
        }

        return spent;
    }

    private void Buy(Randomness random, double wealth, double spent, int tenure)
    {
        double root = Math.Sqrt(spent / 600);
        Purchases[0] = Math.Min(random.Poisson(0.8 + (1.5 * Teens) + (0.5 * Kids) + (0.8 * Math.Min(root, 1))), 15);
        Purchases[1] = Math.Min(random.Poisson(0.7 + (3.7 * Math.Min(root, 1.6))), 27);
        Purchases[2] = Math.Min(random.Poisson(Math.Max(0.1, (2.6 * spent / 600 * (1 + (0.1 * wealth))) - 0.1)), 28);
        Purchases[3] = Math.Min(2 + random.Poisson(0.4 + (3.8 * Math.Min(root, 1.7))), 13);
        Purchases[4] = Math.Min(random.Poisson(Math.Clamp(4.7 - (1.7 * wealth) + (0.7 * Kids) + (0.0025 * (tenure - 350)), 0.6, 9)), 20);
    }

    /// <summary>The truth that a model is to find: a linear log-odds over what the file shows, with an eagerness that shows only in what was accepted before.</summary>
    private void Decide(Randomness random, double wealth, int tenure)
    {
        double eager = random.Normal();
        double wine = (Amounts[0] - 304) / 336.0;
        int accepted = 0;
        for (int i = 0; i < Accepted.Length; i++)
        {
            double[] weight = Campaigns[i];
            Accepted[i] = random.Chance(Logistic(weight[0] + (weight[1] * wealth) + (weight[2] * wine) + (weight[3] * eager))) ? 1 : 0;
            accepted += Accepted[i];
        }

        double odds = -3.02
            + (1.2 * accepted)
            + (0.7 * eager)
            - (0.03 * (Recency - 49))
            + (0.0045 * (tenure - 350))
            + (0.1 * (Math.Min(Purchases[2], 11) - 2.7))
            - (0.1 * (Purchases[3] - 5.8))
            + (0.16 * (Purchases[4] - 5.3))
            + (0.1 * wealth)
            - (0.75 * Teens)
            - (0.25 * Kids)
            + (MaritalStatus >= Single ? 0.95 : 0)
            + (Education == PhD ? 0.55 : 0)
            + (0.0014 * (Amounts[2] - 167));
        Response = random.Chance(Logistic(odds)) ? 1 : 0;
    }

    private static double Logistic(double odds) => 1 / (1 + Math.Exp(-odds));

    private static byte[][] Utf8(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
