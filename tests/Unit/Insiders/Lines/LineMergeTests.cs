using Clientele.Insiders;
using Clientele.Schemas;

namespace Clientele.Unit.Insiders.Lines;

public sealed class LineMergeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Any_chunks_merged_in_any_order_and_by_any_steps_are_the_same_bytes(int seed)
    {
        Schema schema = Sales.Schema();
        var random = new Random(seed);
        Sale[] sales = MadeUp(random, 600);
        Collected whole = Sales.Collect(schema, sales);
        random.Shuffle(sales);
        List<Collected> chunks = [];
        for (int from = 0; from < sales.Length;)
        {
            // Some chunks have nothing.
            int to = Math.Min(sales.Length, from + random.Next(120));
            chunks.Add(Sales.Collect(schema, sales[from..to]));
            from = to;
        }

        chunks.Count.ShouldBeGreaterThan(3);
        chunks.Aggregate(default(LineCounts), (sum, chunk) => sum + chunk.Counts).ShouldBe(whole.Counts);
        for (int bucket = 0; bucket < Sales.Buckets; bucket++)
        {
            List<byte[]> left = [.. chunks.Select(chunk => chunk.Sections[bucket])];
            while (left.Count > 1)
            {
                // Two to four of them, from anywhere.
                byte[][] some = [.. Enumerable.Range(0, Math.Min(left.Count, 2 + random.Next(3))).Select(_ => Take(left, random))];
                left.Add(await Sales.MergeAsync(some, inPieces: random.Next(2) == 0));
            }

            left[0].ShouldBe(whole.Sections[bucket]);
            (await Sales.MergeAsync(chunks.Select(chunk => chunk.Sections[bucket]))).ShouldBe(whole.Sections[bucket]);
        }
    }

    [Fact]
    public async Task A_section_alone_comes_out_as_it_went_in_and_none_at_all_is_an_empty_one()
    {
        Schema schema = Sales.Schema();
        Collected chunk = Sales.Collect(schema, MadeUp(new Random(6), 200));
        byte[] empty = Sales.Collect(schema, []).Sections[0];

        (await Sales.MergeAsync([chunk.Sections[3]], inPieces: true)).ShouldBe(chunk.Sections[3]);
        (await Sales.MergeAsync([])).ShouldBe(empty);
        (await Sales.MergeAsync([empty, chunk.Sections[3], empty])).ShouldBe(chunk.Sections[3]);
    }

    [Fact]
    public async Task A_large_invoice_passes_through_a_small_buffer()
    {
        Schema schema = Sales.Schema();
        Sale[] sales = [.. Enumerable.Range(0, 9_000).Select(i => new Sale("1", "7", $"p{i}", 1 + (i % 5), 0.5))];
        Collected whole = Sales.Collect(schema, sales);
        int bucket = Enumerable.Range(0, Sales.Buckets).Single(at => whole.Sections[at].Length > 1000);

        whole.Sections[bucket].Length.ShouldBeGreaterThan(100_000);
        (await Sales.MergeAsync([Sales.Collect(schema, sales[..4_000]).Sections[bucket], Sales.Collect(schema, sales[4_000..]).Sections[bucket]], inPieces: true))
            .ShouldBe(whole.Sections[bucket]);
    }

    [Fact]
    public async Task Bytes_that_are_cut_changed_or_out_of_order_are_refused_or_are_a_section_all_the_same()
    {
        Schema schema = Sales.Schema();
        byte[] section = Sales.Collect(schema, MadeUp(new Random(8), 120)).Sections.MaxBy(each => each.Length)!;
        for (int length = 0; length < section.Length; length++)
        {
            await Should.ThrowAsync<InvalidDataException>(() => Sales.FileAsync(schema, [section[..length]]));
        }

        // No byte makes anything else go wrong: an index out of range, a size that no memory has.
        var random = new Random(9);
        int refused = 0;
        for (int i = 0; i < 2_000; i++)
        {
            byte[] broken = [.. section];
            broken[random.Next(broken.Length)] = (byte)random.Next(256);
            try
            {
                await Sales.FileAsync(schema, [broken, section]);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(200);
        await Should.ThrowAsync<InvalidDataException>(() => Sales.MergeAsync([[.. section, 0]]));
        await Should.ThrowAsync<InvalidDataException>(() => Sales.MergeAsync([[2, .. section[1..]]]));
    }

    private static byte[] Take(List<byte[]> from, Random random)
    {
        int at = random.Next(from.Count);
        byte[] taken = from[at];
        from.RemoveAt(at);
        return taken;
    }

    /// <summary>Few of everything, so that lines meet: the same again, the same invoice on two days, fractions, returns, invoices without a customer.</summary>
    private static Sale[] MadeUp(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ =>
        {
            int invoice = random.Next(40);
            return new Sale(
                invoice == 0 ? new string('9', 300) : $"{invoice}",
                invoice % 5 == 0 ? null : $"{invoice % 13}",
                $"p{random.Next(6)}",
                random.Next(4) == 0 ? -random.Next(1, 3) : random.Next(3) * 0.5,
                random.Next(3) switch { 0 => 0, 1 => 2.55, _ => 0.123456 },
                Sales.FirstDay + invoice + random.Next(2),
                random.Next(2) == 0 ? null : "thing",
                random.Next(2) == 0 ? "here" : "there");
        }),
    ];
}
