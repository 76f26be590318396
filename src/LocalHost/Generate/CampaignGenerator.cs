using System.Text;

namespace Clientele.LocalHost.Generate;

/// <summary>How a campaign file is made.</summary>
public sealed record CampaignOptions
{
    /// <summary>With the column Response: a file to train on.</summary>
    public bool Labels { get; init; } = true;

    /// <summary>Ids begin here and take five numbers per row; files whose ranges do not meet have no customer in common.</summary>
    public int FirstId { get; init; } = 1;

    /// <summary>Share of rows with something to put right or to reject, 0 to 1. About one in nine of them is rejected.</summary>
    public double Flaws { get; init; } = 0.02;

    public char Delimiter { get; init; } = ';';
}

/// <summary>
/// Customers of a food retailer as a campaign file holds them. They are made up; their shape follows the public marketing campaign data: income drives
/// spending and its mix, children damp it, spending drives purchases, and a hidden eagerness joins what was accepted before and what will be.
/// </summary>
public static class CampaignGenerator
{
    private const string Columns =
        "ID;Year_Birth;Education;Marital_Status;Income;Kidhome;Teenhome;Dt_Customer;Recency;MntWines;MntFruits;MntMeatProducts;MntFishProducts;"
        + "MntSweetProducts;MntGoldProds;NumDealsPurchases;NumWebPurchases;NumCatalogPurchases;NumStorePurchases;NumWebVisitsMonth;"
        + "AcceptedCmp3;AcceptedCmp4;AcceptedCmp5;AcceptedCmp1;AcceptedCmp2;Complain;Z_CostContact;Z_Revenue";

    /// <summary>Writes the header and <paramref name="rows"/> lines in constant memory. The same arguments give the same bytes.</summary>
    /// <param name="output">Left open.</param>
    /// <param name="rows">0 or more; ids stay within 32 bits up to 400 million.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="options">How the file is made.</param>
    /// <param name="cancellation">Ends early, between blocks.</param>
    public static async Task WriteAsync(Stream output, long rows, int seed, CampaignOptions options, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, 400_000_000);
        CsvBytes csv = new(output, (byte)options.Delimiter, "\n");
        Randomness random = new(unchecked((ulong)seed));
        ShuffledIds ids = new(options.FirstId, rows);
        string header = options.Labels ? Columns + ";Response" : Columns;
        csv.Raw(Encoding.ASCII.GetBytes(header.Replace(';', options.Delimiter)));
        csv.Raw("\n"u8);
        MadeUpCustomer customer = new();
        for (long row = 0; row < rows; row++)
        {
            customer.Draw(random);
            Flaw flaw = random.Chance(options.Flaws) ? FlawOf(random) : Flaw.None;
            Write(csv, customer, ids.Of(row), flaw, options.Labels, random);
            if (csv.IsNearlyFull)
            {
                await csv.FlushAsync(cancellation);
            }
        }

        await csv.FlushAsync(cancellation);
    }

    private static Flaw FlawOf(Randomness random) => random.Uniform() switch
    {
        < 0.55 => Flaw.NoIncome,
        < 0.62 => Flaw.OddBirthYear,
        < 0.74 => Flaw.OddMaritalStatus,
        < 0.82 => Flaw.OtherSpelling,
        < 0.87 => Flaw.UnreadableNumber,
        < 0.89 => Flaw.OddIncome,
        < 0.95 => Flaw.NoId,
        _ => Flaw.CutShort,
    };

    private static void Write(CsvBytes csv, MadeUpCustomer customer, long id, Flaw flaw, bool labels, Randomness random)
    {
        if (flaw == Flaw.NoId)
        {
            csv.Empty();
        }
        else
        {
            csv.Integer(id);
        }

        csv.Integer(flaw == Flaw.OddBirthYear ? 1893 + random.Below(8) : customer.BirthYear);
        csv.Text(flaw == Flaw.OtherSpelling ? "graduation"u8 : MadeUpCustomer.Educations[customer.Education]);
        csv.Text(flaw == Flaw.OddMaritalStatus ? MadeUpCustomer.OddMaritalStatuses[random.Below(3)] : MadeUpCustomer.MaritalStatuses[customer.MaritalStatus]);
        switch (flaw)
        {
            case Flaw.NoIncome:
                csv.Empty();
                break;
            case Flaw.OddIncome:
                csv.Integer(666666);
                break;
            default:
                csv.Integer(customer.Income);
                break;
        }

        csv.Integer(customer.Kids);
        csv.Integer(customer.Teens);
        csv.Date(customer.Since, "yyyy-MM-dd");
        if (flaw == Flaw.CutShort)
        {
            csv.EndLine();
            return;
        }

        if (flaw == Flaw.UnreadableNumber)
        {
            csv.Text("unknown"u8);
        }
        else
        {
            csv.Integer(customer.Recency);
        }

        foreach (int amount in customer.Amounts)
        {
            csv.Integer(amount);
        }

        foreach (int count in customer.Purchases)
        {
            csv.Integer(count);
        }

        foreach (int accepted in customer.Accepted)
        {
            csv.Integer(accepted);
        }

        csv.Integer(customer.Complain);
        csv.Integer(3);
        csv.Integer(11);
        if (labels)
        {
            csv.Integer(customer.Response);
        }

        csv.EndLine();
    }

    private enum Flaw
    {
        None,
        NoIncome,
        OddBirthYear,
        OddMaritalStatus,
        OtherSpelling,
        UnreadableNumber,
        OddIncome,
        NoId,
        CutShort,
    }
}
