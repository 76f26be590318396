using Clientele.Campaign;
using Clientele.Runs.Customers;
using Clientele.Schemas;
using Clientele.Testing;

namespace Clientele.Unit.Runs.Customers;

public sealed class CustomerListTests
{
    private const int Citizens = 400;

    public static TheoryData<CustomerSort, bool> Sorts
    {
        get
        {
            var data = new TheoryData<CustomerSort, bool>();
            foreach (CustomerSort sort in Enum.GetValues<CustomerSort>())
            {
                data.Add(sort, true);
                data.Add(sort, false);
            }

            return data;
        }
    }

    [Fact]
    public async Task Sums_are_those_of_a_loop_over_all_customers_for_every_filter()
    {
        Town town = await Town.CreateAsync(Citizens, seed: 1);
        foreach (int proposal in new[] { 0, 1, 2 })
        {
            foreach (int? segment in new int?[] { null, 0, 1, 2, 5, 700 })
            {
                foreach (ObjectiveVerdicts objective in VerdictNames.All.Select(each => each.Verdict).Append(ObjectiveVerdicts.None))
                {
                    var selection = new CustomerSelection { Schema = town.Schema, Proposal = proposal, Segment = segment, Objectives = objective };
                    Citizen[] expected = [.. town.Customers.Where(each => each.Verdicts.HasFlag(objective) && (segment is null || each.SegmentOf(proposal) == segment))];

                    CustomerPage page = await town.List.PageAsync(selection, 1, 1, default);

                    page.Count.ShouldBe(expected.Length);
                    page.Pages.ShouldBe(expected.Length);
                    page.ExpectedResponses.ShouldBe(expected.Sum(each => each.Probability), 1e-9);
                    page.Cost.ShouldBe(3 * expected.Length);
                    page.Profit!.Value.ShouldBe((11 * expected.Sum(each => each.Probability)) - (3 * expected.Length), 1e-9);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task Pages_together_are_the_order_without_gap_or_overlap(CustomerSort sort, bool integerIds)
    {
        Town town = await Town.CreateAsync(Citizens, seed: 2, integerIds);
        var selection = new CustomerSelection { Schema = town.Schema, Objectives = ObjectiveVerdicts.Moderate, Sort = sort };
        foreach (int size in new[] { 7, 50, CustomerList.LargestPage })
        {
            var ids = new List<string>();
            for (int page = 1; ; page++)
            {
                CustomerPage read = await town.List.PageAsync(selection, page, size, default);
                ids.AddRange(read.Customers.Select(customer => customer.Id));
                if (page > read.Pages)
                {
                    read.Customers.ShouldBeEmpty();
                    break;
                }
            }

            ids.ShouldBe(Ordered(town, sort).Where(each => each.Verdicts.HasFlag(ObjectiveVerdicts.Moderate)).Select(each => each.Id));
        }
    }

    [Fact]
    public async Task A_page_reads_its_own_rows_by_key_and_nothing_else()
    {
        Town town = await Town.CreateAsync(Citizens, seed: 3);
        var operations = new System.Collections.Concurrent.ConcurrentBag<StorageOperation>();
        await town.List.PageAsync(new CustomerSelection { Schema = town.Schema }, 1, 50, default);
        town.Storage.After = operation =>
        {
            operations.Add(operation);
            return ValueTask.CompletedTask;
        };

        CustomerPage page = await town.List.PageAsync(new CustomerSelection { Schema = town.Schema }, 3, 50, default);

        page.Customers.Count.ShouldBe(50);
        operations.Count(each => each.Kind == StorageOperationKind.FindRow).ShouldBe(100);
        operations.Where(each => each.Store is "index" or "customerscores" or "customerstown" && each.Kind != StorageOperationKind.FindRow)
            .Distinct().ShouldHaveSingleItem().Kind.ShouldBe(StorageOperationKind.ListBlobs);
    }

    [Fact]
    public async Task A_customer_is_shown_with_what_both_rows_say()
    {
        Town town = await Town.CreateAsync(1, seed: 4);
        Citizen citizen = town.Customers[0];

        CustomerView shown = (await town.List.PageAsync(new CustomerSelection { Schema = town.Schema }, 1, 50, default)).Customers.ShouldHaveSingleItem();

        (shown.Id, shown.Probability, shown.ExpectedProfit, shown.Decile).ShouldBe((citizen.Id, citizen.Probability, citizen.Profit, 1));
        (shown.Segment2, shown.Segment3, shown.Segment).ShouldBe((citizen.Segments.Two, citizen.Segments.Three, citizen.Segments.Recommended));
        shown.Objectives.ShouldBe(VerdictNames.Of(citizen.Verdicts));
        shown.Reasons.Es.ShouldBe(["Spanish first", "Spanish second"]);
        shown.Values.ShouldBe(new Dictionary<string, object> { ["name"] = citizen.Name, ["Decile"] = citizen.Spend }, ignoreOrder: true);
        shown.Run.ShouldBe(Town.RunOfAll);
    }

    [Fact]
    public async Task A_row_newer_than_the_index_is_shown_as_it_is_and_an_erased_customer_is_left_out()
    {
        Town town = await Town.CreateAsync(30, seed: 5);
        (Citizen newer, Citizen erased, Citizen half) = (town.Customers[3], town.Customers[4], town.Customers[5]);
        const string NextRun = "20260102T000000Z-0a1b2c3d-01";
        await town.PutAsync(newer with { Probability = 0.987, Verdicts = ObjectiveVerdicts.None }, NextRun);
        await town.EraseAsync(erased, "customerscores");
        await town.EraseAsync(half, "customerstown");

        CustomerPage page = await town.List.PageAsync(new CustomerSelection { Schema = town.Schema }, 1, 200, default);

        page.Count.ShouldBe(30);
        page.Customers.Select(each => each.Id).ShouldBe(town.Customers.Except([erased, half]).Select(each => each.Id), ignoreOrder: true);
        CustomerView shown = page.Customers.Single(each => each.Id == newer.Id);
        (shown.Probability, shown.Run).ShouldBe((0.987, NextRun));
    }

    [Fact]
    public async Task Cost_and_profit_follow_the_economics_in_force()
    {
        Town town = await Town.CreateAsync(100, seed: 6);
        await town.Schemas.ChangeEconomicsAsync(town.Schema.Id, new Economics(2, 20), default);

        CustomerPage page = await town.List.PageAsync(new CustomerSelection { Schema = town.Schema }, 1, 1, default);

        (page.ContactCost, page.ResponseValue, page.Cost).ShouldBe((2, 20, 200));
        page.Profit!.Value.ShouldBe((20 * page.ExpectedResponses) - 200, 1e-9);
    }

    [Fact]
    public async Task Before_any_file_was_scored_there_is_nobody()
    {
        Town town = await Town.CreateAsync(0, seed: 7);

        CustomerPage page = await town.List.PageAsync(new CustomerSelection { Schema = town.Schema }, 1, 50, default);

        (page.Count, page.Pages, page.ExpectedResponses, page.Customers.Count).ShouldBe((0, 0, 0, 0));
    }

    private static IEnumerable<Citizen> Ordered(Town town, CustomerSort sort)
    {
        IEnumerable<Citizen> byKey = town.Customers.OrderBy(town.KeyOf, StringComparer.Ordinal);
        return sort switch
        {
            CustomerSort.MostProbable => byKey.OrderByDescending(each => each.Probability),
            CustomerSort.LeastProbable => byKey.OrderByDescending(each => each.Probability).Reverse(),
            CustomerSort.MostProfitable => byKey.OrderByDescending(each => each.Profit),
            CustomerSort.LeastProfitable => byKey.OrderByDescending(each => each.Profit).Reverse(),
            _ => byKey,
        };
    }
}
