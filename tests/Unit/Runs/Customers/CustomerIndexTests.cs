using System.Collections.Concurrent;
using Clientele.Runs.Customers;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Testing;

namespace Clientele.Unit.Runs.Customers;

public sealed class CustomerIndexTests
{
    [Fact]
    public async Task Only_blobs_that_changed_are_read_again()
    {
        Town town = await Town.CreateAsync(300, seed: 1);
        ConcurrentQueue<string> reads = Reads(town);
        CustomerColumns first = await town.Index.CurrentAsync(town.Schema, default);
        reads.Distinct().Count().ShouldBe(16);

        reads.Clear();
        (await town.Index.CurrentAsync(town.Schema, default)).ShouldBeSameAs(first);
        reads.ShouldBeEmpty();

        town.Customers.RemoveAll(each => town.BucketOf(each) == 3 && each.Id.EndsWith('1'));
        await town.WriteIndexAsync(3);
        CustomerColumns next = await town.Index.CurrentAsync(town.Schema, default);

        reads.Distinct().ShouldBe([IndexFile.Name(town.Schema.Id, 3)]);
        next.Count.ShouldBe(town.Customers.Count);
        next.Count.ShouldBeLessThan(first.Count);
        next.Buckets[4].ShouldBeSameAs(first.Buckets[4]);
    }

    [Fact]
    public async Task Callers_at_once_share_one_read_of_each_blob()
    {
        Town town = await Town.CreateAsync(300, seed: 2);
        town.Storage.ReadStep = int.MaxValue;
        ConcurrentQueue<string> reads = Reads(town);
        var gate = new TaskCompletionSource();
        Func<StorageOperation, ValueTask> count = town.Storage.Before!;
        town.Storage.Before = async operation =>
        {
            await count(operation);
            if (operation.Kind == StorageOperationKind.ReadBlobRange)
            {
                await gate.Task;
            }
        };

        Task<CustomerColumns>[] calls = [.. Enumerable.Range(0, 6).Select(_ => town.Index.CurrentAsync(town.Schema, default))];
        gate.SetResult();
        CustomerColumns[] columns = await Task.WhenAll(calls);

        columns.Distinct().ShouldHaveSingleItem();
        reads.GroupBy(name => name).ShouldAllBe(name => name.Count() == 1);
    }

    [Fact]
    public async Task A_caller_who_leaves_does_not_take_the_read_from_the_others()
    {
        Town town = await Town.CreateAsync(100, seed: 3);
        var gate = new TaskCompletionSource();
        town.Storage.Before = async operation => await (operation.Kind == StorageOperationKind.ReadBlobRange ? gate.Task : Task.CompletedTask);
        using var leaving = new CancellationTokenSource();
        Task<CustomerColumns> first = town.Index.CurrentAsync(town.Schema, leaving.Token);
        Task<CustomerColumns> second = town.Index.CurrentAsync(town.Schema, default);

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        gate.SetResult();

        (await second).Count.ShouldBe(100);
    }

    [Fact]
    public async Task A_blob_published_between_listing_and_reading_is_read_in_its_new_version()
    {
        Town town = await Town.CreateAsync(200, seed: 4);
        int replaced = 0;
        town.Storage.Before = async operation =>
        {
            if (operation is { Kind: StorageOperationKind.ReadBlobRange } && operation.Key.EndsWith("/05", StringComparison.Ordinal) && Interlocked.Increment(ref replaced) == 1)
            {
                town.Customers.Remove(town.Customers.First(each => town.BucketOf(each) == 5));
                await town.WriteIndexAsync(5);
            }
        };

        (await town.Index.CurrentAsync(town.Schema, default)).Count.ShouldBe(199);
    }

    [Fact]
    public async Task A_fault_of_storage_is_told_once_and_the_next_call_reads_again()
    {
        Town town = await Town.CreateAsync(50, seed: 5);
        bool broken = true;
        town.Storage.Before = operation => broken && operation.Kind == StorageOperationKind.ReadBlobRange ? throw new IOException("The line is dead.") : ValueTask.CompletedTask;
        await Should.ThrowAsync<IOException>(town.Index.CurrentAsync(town.Schema, default));

        broken = false;

        (await town.Index.CurrentAsync(town.Schema, default)).Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_schema_whose_name_begins_with_anothers_has_its_own_customers()
    {
        Town gym = await Town.CreateAsync(20, seed: 6, schema: "gym");
        Schema longer = gym.Schema with { Id = "gymnasium" };
        using var file = new IndexFile();
        await gym.Storage.Container("index").UploadAsync(IndexFile.Name(longer.Id, 0), file.ToBlob().ToStream(), null, default);

        (await gym.Index.CurrentAsync(gym.Schema, default)).Count.ShouldBe(20);
        (await gym.Index.CurrentAsync(longer, default)).Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_schemas_asked_for_last_stay_in_memory()
    {
        Town town = await Town.CreateAsync(100, seed: 7);
        ConcurrentQueue<string> reads = Reads(town);
        await town.Index.CurrentAsync(town.Schema, default);
        for (int other = 1; other < CustomerIndex.MostSchemas; other++)
        {
            await town.Index.CurrentAsync(town.Schema with { Id = $"other{other}" }, default);
        }

        await town.Index.CurrentAsync(town.Schema, default);
        int before = reads.Count;
        await town.Index.CurrentAsync(town.Schema with { Id = "onemore" }, default);
        await town.Index.CurrentAsync(town.Schema, default);
        reads.Count.ShouldBe(before);

        for (int other = 1; other <= CustomerIndex.MostSchemas; other++)
        {
            await town.Index.CurrentAsync(town.Schema with { Id = $"another{other}" }, default);
        }

        await town.Index.CurrentAsync(town.Schema, default);
        reads.Count.ShouldBe(2 * before);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not an index file, but something of more than a header's length, so that it is read on")]
    public async Task A_blob_that_is_no_index_is_named(string content)
    {
        Town town = await Town.CreateAsync(0, seed: 8);
        await town.Storage.Container("index").UploadAsync("town/07", BinaryData.FromString(content).ToStream(), null, default);

        (await Should.ThrowAsync<InvalidDataException>(town.Index.CurrentAsync(town.Schema, default))).Message.ShouldStartWith("index/town/07: ");
    }

    [Fact]
    public void An_index_file_of_customers_says_what_was_written_into_it()
    {
        using var file = new IndexFile();
        var score = new Clientele.Campaign.CustomerScore(0.25, 4, Clientele.Campaign.ObjectiveVerdicts.Balanced, -1.5, Clientele.Campaign.TopReasons.None);
        file.Add("é 1"u8, Town.RunOfAll, score, new Clientele.Segments.SegmentAssignment(1, 300, 65_535));

        CustomerBucket bucket = CustomerBucket.Parse(file.ToBlob());

        bucket.Count.ShouldBe(1);
        System.Text.Encoding.UTF8.GetString(bucket.Id(0)).ShouldBe("é 1");
        (bucket.Probability[0], bucket.ExpectedProfit[0], bucket.Verdicts[0]).ShouldBe((0.25, -1.5, (byte)4));
        (bucket.Segments(0)[0], bucket.Segments(1)[0], bucket.Segments(2)[0]).ShouldBe(((ushort)1, (ushort)300, (ushort)65_535));
    }

    /// <summary>Names of the index blobs that are read, request by request, from now on.</summary>
    private static ConcurrentQueue<string> Reads(Town town)
    {
        var reads = new ConcurrentQueue<string>();
        town.Storage.Before = operation =>
        {
            if (operation is { Kind: StorageOperationKind.ReadBlobRange, Store: "index" })
            {
                reads.Enqueue(operation.Key);
            }

            return ValueTask.CompletedTask;
        };
        return reads;
    }
}
