using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Clientele.LocalHost.Generate;

namespace Clientele.Unit.Generate;

public sealed partial class TransactionsGeneratorTests
{
    private sealed record Line(string Invoice, string Code, int Quantity, DateOnly Day, decimal Price, string Customer);

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        byte[] first = await WriteAsync(500, 7);

        (await WriteAsync(500, 7)).ShouldBe(first);
        (await WriteAsync(500, 8)).ShouldNotBe(first);
    }

    [Fact]
    public async Task Every_line_has_nine_cells_the_last_empty_and_days_only_go_forward()
    {
        List<Line> lines = Read(await WriteAsync(20_000, 1));

        lines.Count.ShouldBe(20_000);
        lines.Select(line => line.Day).ShouldBe(lines.Select(line => line.Day).Order());
        lines[0].Day.ShouldBe(new DateOnly(2016, 11, 29));
        lines[^1].Day.ShouldBeGreaterThan(new DateOnly(2017, 12, 1));
    }

    [Fact]
    public async Task Returns_are_on_credit_notes_and_give_back_what_was_bought_before()
    {
        List<Line> lines = Read(await WriteAsync(20_000, 2));
        Line[] returns = [.. lines.Where(line => line.Quantity < 0)];

        returns.Length.ShouldBeInRange(100, 1_200);
        returns.ShouldAllBe(line => line.Invoice.StartsWith('C'));
        lines.Where(line => line.Quantity > 0).ShouldAllBe(line => !line.Invoice.StartsWith('C'));
        HashSet<(string, string, decimal)> bought = [.. lines.Where(line => line.Quantity > 0).Select(line => (line.Customer, line.Code, line.Price))];
        returns.ShouldAllBe(line => bought.Contains(ValueTuple.Create(line.Customer, line.Code, line.Price)));
    }

    [Fact]
    public async Task Few_customers_bring_most_of_the_revenue_and_some_invoices_name_nobody()
    {
        List<Line> lines = Read(await WriteAsync(60_000, 3));
        decimal[] revenue =
        [
            .. lines.Where(line => line.Customer.Length > 0 && line.Quantity > 0)
                .GroupBy(line => line.Customer)
                .Select(customer => customer.Sum(line => line.Quantity * line.Price))
                .OrderDescending(),
        ];

        (revenue.Take(revenue.Length / 10).Sum() / revenue.Sum()).ShouldBeInRange(0.35m, 0.75m);
        ((double)lines.Count(line => line.Customer.Length == 0) / lines.Count).ShouldBeInRange(0.1, 0.3);
        lines.GroupBy(line => line.Invoice).Average(invoice => invoice.Count()).ShouldBeInRange(10, 25);
    }

    private static List<Line> Read(byte[] csv)
    {
        string[] text = Encoding.Latin1.GetString(csv).Split("\r\n");
        text[0].ShouldBe("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country,");
        text[^1].ShouldBeEmpty();
        List<Line> lines = [];
        foreach (string line in text[1..^1])
        {
            string[] cells = Cells().Split(line);
            cells.Length.ShouldBe(9, line);
            cells[8].ShouldBeEmpty();
            cells[2].ShouldNotBeEmpty();
            lines.Add(new Line(
                cells[0],
                cells[1],
                int.Parse(cells[3], CultureInfo.InvariantCulture),
                DateOnly.ParseExact(cells[4], "dd-MMM-yy", CultureInfo.InvariantCulture),
                decimal.Parse(cells[5], CultureInfo.InvariantCulture),
                cells[6]));
        }

        return lines;
    }

    /// <summary>Commas with an even number of quotes after them.</summary>
    [GeneratedRegex(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", RegexOptions.None, 1000)]
    private static partial Regex Cells();

    private static async Task<byte[]> WriteAsync(long rows, int seed)
    {
        using MemoryStream stream = new();
        await TransactionsGenerator.WriteAsync(stream, rows, seed, CancellationToken.None);
        return stream.ToArray();
    }
}
